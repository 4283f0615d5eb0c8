// Which strings at the beginning of a statement are put into parentheses.
import { expect, it } from "vitest";
import { wrapLeadingTexts } from "../../../host/build/leading-text.ts";

it.each([
  ['try{}catch(e){}"a"==b&&c()', 'try{}catch(e){}("a")==b&&c()'],
  ['function f(){if(a){b()}"a"==b&&c()}', 'function f(){if(a){b()}("a")==b&&c()}'],
  ['switch(a){case 1:"a"==b&&c()}', 'switch(a){case 1:("a")==b&&c()}'],
  ['if(a){}"a"==b&&c();for(;;){}"d".e()', 'if(a){}("a")==b&&c();for(;;){}("d").e()'],
  [
    'if(a){}"a"==b&&function(){if(c){}"d".e()}()',
    'if(a){}("a")==b&&function(){if(c){}("d").e()}()',
  ],
])("wraps in %s", (script, wrapped) => expect(wrapLeadingTexts(script)).toBe(wrapped));

it.each([
  'a();"b"==c&&d()',
  'if(a)"b"==c&&d();else"e"==f&&g()',
  'function f(){"use strict"}',
  'if(a){}b="c"',
  'x={a:"b"};y=a?"b":"c"',
])("leaves %s alone", (script) => expect(wrapLeadingTexts(script)).toBe(script));
