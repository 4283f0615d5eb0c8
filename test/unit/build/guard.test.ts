import { describe, expect, it } from "vitest";
import { applyEdits } from "../../../host/build/edits.ts";
import { guard } from "../../../host/build/guard/guard.ts";
import { writeNumber } from "../../../host/build/guard/numbers.ts";
import { parseScript } from "../../../host/build/minify/minify.ts";

/** Rows of script and what it becomes; without the latter it stays as it is. */
function rows(table: readonly (readonly [string, string?])[]): [string, string][] {
  return table.map(([script, expected = script]) => [script, expected]);
}

const guarded = (script: string): string => applyEdits(script, guard(parseScript(script))).text;

describe("a statement that starts with a string or a RegExp", () => {
  it.each(
    rows([
      ['case0:if(a){}"s"===b&&c()', 'case0:if(a){}b==="s"&&c()'],
      ['switch(a){case 0:"s"!=b.c?d():e()}', 'switch(a){case 0:b.c!="s"?d():e()}'],
      ['if(a)b();else"s"===c&&d()', 'if(a)b();else c==="s"&&d()'],
      ['"s"===(a++/2)&&b()', '(a++/2)==="s"&&b()'.replace("(a++/2)", "((a++)/2)")],
      ['if(a){}"a,b".split(",").map(c)', 'if(a){}("a,b").split(",").map(c)'],
      ['"a"==={}.b&&c()', '("a")==={}.b&&c()'],
      ['function f(a){"ram"===a&&b()}', 'function f(a){a==="ram"&&b()}'],
      ["for(;;)/x/.test(a)&&b()", "for(;;)(/x/).test(a)&&b()"],
      ["switch(a){case 0:/x/.test(b)&&c()}", "switch(a){case 0:(/x/).test(b)&&c()}"],
      ['function f(){"ram";return a}'],
      ['a="s"===b;f("s"==c);if("s"==d)e();return'.replace(";return", "")],
      ['a={"b c":1}'],
    ]),
  )("%s", (script, expected) => {
    expect(guarded(script)).toBe(expected);
  });
});

describe("a member that is read and not taken", () => {
  it.each(
    rows([
      ["a.b;", "!a.b;"],
      ["new a().b,c.d,e()", "!new a().b,!c.d,e()"],
      ["e(),a.b[c].d", "e(),!a.b[c].d"],
      ["a&&b.c", "a&&!b.c"],
      ["a.b?c.d:e()", "a.b?!c.d:e()"],
      ["for(a.b;a.b;a.b);", "for(!a.b;a.b;!a.b);"],
      ["a.b(),c=(d.e,f.g),h=a.b&&c.d", "a.b(),c=(!d.e,f.g),h=a.b&&c.d"],
    ]),
  )("%s", (script, expected) => {
    expect(guarded(script)).toBe(expected);
  });
});

describe("a key of an object literal that is too long for a name", () => {
  const [fits, long] = ["k".repeat(63), "k".repeat(64)];
  it.each(
    rows([[`a={${fits}:1}`], [`a={${long}:1,b:{${long}:2}}`, `a={"${long}":1,b:{"${long}":2}}`]]),
  )("%s", (script, expected) => {
    expect(guarded(script)).toBe(expected);
  });
});

describe("slashes", () => {
  it.each(
    rows([
      ["a++/2/b", "(a++)/2/b"],
      ["c=-a.b--/2", "c=-(a.b--)/2"],
      ["a.in/2/b.c.of/d", 'a["in"]/2/b.c["of"]/d'],
      ["a.new/=2", 'a["new"]/=2'],
      ["a=this/2", "a=(this)/2"],
      ["a={}/2+function(){}/2", "a=({})/2+(function(){})/2"],
      ["a=~/x/.test(b)|/y/.test(c)^/z/.test(d)", "a=~(/x/).test(b)|(/y/).test(c)^(/z/).test(d)"],
      ["a=b||/x/.test(c)&&!/y/.test(c)"],
      ["a=b/c/d+e[0]/f()/2+g.true/1/h.inner/2"],
      ["++a/2"],
    ]),
  )("%s", (script, expected) => {
    expect(guarded(script)).toBe(expected);
  });
});

describe("what the parser does not take", () => {
  it.each(
    rows([
      ["function f(){for(;;)if(a)return}", "function f(){for(;;)if(a)return;}"],
      ["function f(){try{return}finally{}}"],
      ['for(var a=("b"in c),i=0;i<a;i++)d()', 'var a=("b"in c),i=0;for(;i<a;i++)d()'],
      ['if(e)for(a=("b"in c);a;)d()', 'if(e){a=("b"in c);for(;a;)d()}'],
      ['for(var a=function(){return"b"in c};;);'],
      ["for(function(){a()}(),b=1;b;b=0)c()", "for((function(){a()})(),b=1;b;b=0)c()"],
      ["for(function(){a()}().d();;)c()", "for((function(){a()})().d();;)c()"],
      ["for({a:b}.a,c=1;c;c=0)d()", "for(!({a:b}).a,c=1;c;c=0)d()"],
      ["for(!function(){a()}();;)c()"],
      [
        "switch(a){case 0:do{b()}while(c);for(;;)d()}",
        "switch(a){case 0:{do{b()}while(c);}{for(;;)d()}}",
      ],
      ["switch(a){case 0:for(;b;)c();if(d)for(;;);}do{}while(e)"],
      [
        'switch(a){case 0:for(var b=("c"in d);;)e()}',
        'switch(a){case 0:{var b=("c"in d);for(;;)e()}}',
      ],
      ["c=a[b++,b]", "c=a[(b++,b)]"],
      ["switch(a){case b++,b:c()}", "switch(a){case (b++,b):c()}"],
      ["delete f().a.b", "delete (f()).a.b"],
      ["delete a.b[f()]"],
    ]),
  )("%s", (script, expected) => {
    expect(guarded(script)).toBe(expected);
  });
});

describe("what throws in a try", () => {
  it.each(
    rows([
      ["try{a={b:f(),c:1}}catch(e){}", "try{a=function(){return{b:f(),c:1}}()}catch(e){}"],
      [
        "try{}catch(e){a({b:this.c,d:{e:g.h,i:this.j}})}finally{}",
        "try{}catch(e){a({b:this.c,d:function(){return{e:g.h,i:this.j}}.call(this)})}finally{}",
      ],
      ["try{a(f(),{b:1})}catch(e){}", "try{(function(){return a(f(),{b:1})}())}catch(e){}"],
      [
        "try{a(b(f(),1),{c:1})}catch(e){}",
        "try{(function(){return a(b(f(),1),{c:1})}())}catch(e){}",
      ],
      [
        "try{a=b(f(this),c({d:e.f,g:1}))}catch(e){}",
        "try{a=function(){return b(f(this),c({d:e.f,g:1}))}.call(this)}catch(e){}",
      ],
      ["try{a(1,{b:1,c:f()},2)}catch(e){}"],
      ["try{a(f(),g(),[1])}catch(e){}"],
      ["try{f(function(){a={b:f(),c:1}})}catch(e){}"],
      ["a={b:f(),c:1};try{b()}finally{c={b:f(),c:1}}"],
    ]),
  )("%s", (script, expected) => {
    expect(guarded(script)).toBe(expected);
  });
});

describe("numbers", () => {
  it.each([
    [".5", ".5"],
    [".3", "3e-1"],
    ["1.1", "1.1"],
    ["1e21", "1e21"],
    ["0xff", "0xff"],
    ["12345678901234567000", "1234567890123456.7e4"],
    ["0xffffffffffffffff", "1844674407.3709552e10"],
  ])("%s is written %s", (text, expected) => {
    expect(writeNumber(text)).toBe(expected);
    expect(Number(writeNumber(text))).toBe(Number(text));
  });
});

describe("a number of more digits than are read rightly", () => {
  it.each([
    ["6.02214076e23", "(602214076*1e15)"],
    ["1e100", "(8333333333333334*12e83)"],
    ["96.90671041828399", "(8972843557248518*108e-16)"],
  ])("%s is the product of two that are: %s", (text, expected) => {
    expect(writeNumber(text)).toBe(expected);
  });
  it("is a text where it is a key", () => {
    expect(guarded("a={.1:.5,1e21:1,7:.5}")).toBe('a={"0.1":.5,"1e+21":1,7:.5}');
  });
});

describe("what is put after a word", () => {
  it.each(
    rows([
      ["function f(){return.7*x}", "function f(){return 7e-1*x}"],
      ["switch(a){case.3:b()}", "switch(a){case 3e-1:b()}"],
      ["function f(){return.5*x+.7}", "function f(){return.5*x+7e-1}"],
      ["try{throw{a:f(),b:1}}catch(e){}", "try{throw function(){return{a:f(),b:1}}()}catch(e){}"],
    ]),
  )("stays a word of its own: %s", (script, expected) => {
    expect(guarded(script)).toBe(expected);
  });
});

describe("a number that no spelling reads exactly", () => {
  it("is a quotient, or another text of the same value", () => {
    for (let i = 0; i < 2000; i++) {
      const text = writeNumber(String(i / 1000));
      const [, dividend, divisor] = /^\((\d+)\/(1e\d+)\)$/.exec(text) ?? [];
      expect(divisor ? Number(dividend) / Number(divisor) : Number(text)).toBe(i / 1000);
    }
  });
});

describe("a compound assignment", () => {
  it.each(
    rows([
      [
        "!function(){var a=1;function f(){a=5}a+=f()}()",
        "!function(){var a=1;function f(){a=5}a=a+f()}()",
      ],
      ["a.b-=f()||1", "a.b=a.b-(f()||1)"],
      ["a.b-=-f()", "a.b=a.b-(-f())"],
      ["!function(){var a=1;a+=f(),a+=2,a.b+=c}()"],
    ]),
  )("reads its left side first: %s", (script, expected) => {
    expect(guarded(script)).toBe(expected);
  });
});

describe("an element or member that its value removes", () => {
  it.each(
    rows([
      ["a[0]=a.shift()*10;", "(function(o,k,v){o[k]=v})(a,0,a.shift()*10);"],
      ["a.b=(delete a.b,3);", "(function(o,v){o.b=v})(a,(delete a.b,3));"],
      [
        "a[0]-=a.shift();",
        "(function(o,k,f){f=o[k]-f.call(this);return o[k]=f}).call(this,a,0,function(){return a.shift()});",
      ],
      ["a.b=c.shift(),a[0]=f(),a.b=(delete a.c,3);"],
    ]),
  )("is assigned to afterwards: %s", (script, expected) => {
    expect(guarded(script)).toBe(expected);
  });
});

describe("a target that is read once", () => {
  it.each(
    rows([
      [
        "a[i++]+=f()",
        "(function(o,k,f){f=o[k]+f.call(this);return o[k]=f}).call(this,a,i++,function(){return f()})",
      ],
      [
        "b=c().d-=f()",
        'b=(function(o,k,f){f=o[k]-f.call(this);return o[k]=f}).call(this,c(),"d",function(){return f()})',
      ],
    ]),
  )("%s", (script, expected) => {
    expect(guarded(script)).toBe(expected);
  });
});

describe("a member that its own value may make", () => {
  it.each(
    rows([
      ["function f(){o.x=1}o.x=f()", "function f(){o.x=1}(function(o,v){o.x=v})(o,f())"],
      [
        "function f(){o.x=1}a=o.x=1+f()",
        "function f(){o.x=1}a=(function(o,v){return o.x=v})(o,1+f())",
      ],
      [
        "function f(){o[k]=1}o[g()]=f()",
        "function f(){o[k]=1}(function(o,k,v){o[k]=v})(o,g(),f())",
      ],
      [
        "function f(){g()}function g(){o.x=1}o.x=f()",
        "function f(){g()}function g(){o.x=1}(function(o,v){o.x=v})(o,f())",
      ],
      ["function f(g){o.x=1;o.x=g()}", "function f(g){o.x=1;(function(o,v){o.x=v})(o,g())}"],
      ["function f(){o.y=1}o.x=f()"],
      ["o.x=parseInt(a)"],
      ["o.x=1;o.x=a.m()"],
    ]),
  )("%s", (script, expected) => {
    expect(guarded(script)).toBe(expected);
  });
});
