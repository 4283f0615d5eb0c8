// A system clock that can be stepped, for the Linux build: there setTime() moves no clock and all
// the timers instead (jshSetSystemTime is empty, jsiLastIdleTime is set; jswrap_interactive.c).

/**
 * Replaces what sets and reads the clock; `new Date()` stays as it was. Run at the first step and
 * no sooner: it costs 25 vars.
 */
export const CLOCK_OF_ITS_OWN =
  "(E.clk=0,global.getTime=function(){return new Date().valueOf()/1000+E.clk}," +
  "global.setTime=function(t){E.clk=t-new Date().valueOf()/1000}," +
  "Date.now=function(){return getTime()*1000},0)";
