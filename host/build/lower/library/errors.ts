// Errors: Espruino's own are no instances of one another, have no name, and list what they hold.
// These stand in for them; what the interpreter itself throws becomes one where it is caught, and so
// does what helpers throw: a RangeError where the message starts with Invalid or Maximum.

// A message is hidden, as the language wants it: 0xFF starts what Espruino never lists.
const ERROR = `function __Error(m, o) {
  if (m !== undefined) this["\\xff_m"] = "" + m;
  __cause(this, o);
}
__Error.prototype = Object.create(Error.prototype);
__Error.prototype.constructor = __Error;
__Error.prototype.name = "Error";
__Error.prototype["\\xff_m"] = "";
Object.defineProperty(__Error.prototype, "message", {
  get: function () { return this["\\xff_m"]; },
  set: function (m) { this["\\xff_m"] = m; }
});
Object.defineProperty(__Error.prototype, "stack", {
  get: function () { return this.toString(); }
});
__Error.prototype.toString = function () {
  return this.message ? this.name + ": " + this.message : this.name;
};`;

const KIND = `function __errorKind(C, name) {
  C.prototype = Object.create(__Error.prototype);
  C.prototype.constructor = C;
  C.prototype.name = name;
}`;

const kind = (name: string) => `function __${name}(m, o) { __Error.call(this, m, o); }
__errorKind(__${name}, "${name}");`;

export const ERRORS: Readonly<Record<string, string>> = {
  Error: ERROR,
  // For programs that have the word.
  __cause: `function __cause(e, o) { if (o && typeof o == "object" && "cause" in o) e["\\xff_c"] = o.cause; }
Object.defineProperty(__Error.prototype, "cause", {
  get: function () { return this["\\xff_c"]; },
  set: function (c) { this["\\xff_c"] = c; }
});`,
  __hasCause: `function __hasCause(o) { return (o instanceof __Error ? "\\xff_c" : "cause") in o; }`,
  __errorKind: KIND,
  TypeError: kind("TypeError"),
  RangeError: kind("RangeError"),
  SyntaxError: kind("SyntaxError"),
  ReferenceError: kind("ReferenceError"),
  EvalError: kind("EvalError"),
  URIError: kind("URIError"),
  AggregateError: `function __AggregateError(errors, m, o) {
  __Error.call(this, m, o);
  this.errors = __spreadArray([], errors);
}
__errorKind(__AggregateError, "AggregateError");`,
  // \`type\` is what Espruino calls it: "Error" for most of what is a TypeError elsewhere.
  __caught: `function __caught(e) {
  if (!e || typeof e != "object" || e instanceof __Error || e.message === undefined) return e;
  if (!(e instanceof Error || e instanceof TypeError || e instanceof SyntaxError || e instanceof ReferenceError))
    return e;
  var type = e.type || e.name, C = type == "SyntaxError" ? __SyntaxError : type == "ReferenceError"
    ? __ReferenceError : e.message.startsWith("Invalid") || e.message.startsWith("Maximum") ? __RangeError : __TypeError;
  return new C(e.message);
}`,
  // Reads \`#name\` of an object that may be of another class.
  __own: `function __own(o, name) {
  if (!o || !(name in o)) throw new TypeError("object was not made by the class of this private member");
  return o;
}`,
  // The interpreter's stack and variables end without an exception that could be caught. How much
  // stack is left an ESP32 does not tell: a call takes 0.6 to 1.6 kB of its 25 kB. Between turns
  // nobody collects garbage, and what promises leave behind is in circles: only then it tells. A
  // native error would take the last variables for its stack.
  __deep: `var __depth = 0;
function __deep() {
  var memory = process.memory(false), isLow = memory.stackFree === undefined
    ? __depth > 24 && process.env.BOARD : memory.stackFree < 4000;
  if (isLow || (memory.free < 150 && process.memory().free < 150))
    throw new __RangeError("Maximum call stack size exceeded");
}`,
};
