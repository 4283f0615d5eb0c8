// The functions that lowered code calls, each included once and only when used. They run on the
// board: ES5, nothing used above its declaration, as few variables as can be.

const HELPERS: Readonly<Record<string, string>> = {
  __extends: `function __extends(d, b) {
  d.prototype = Object.create(b.prototype);
  d.prototype.constructor = d;
}`,
  // Espruino never looks up a member of a function in the function it extends; elsewhere the first
  // line does it all.
  __extendsStatics: `function __extends(d, b) {
  Object.setPrototypeOf(d, b);
  Object.keys(b).forEach(function (k) {
    if (k in d || k == "prototype" || k == "__proto__") return;
    var p = Object.getOwnPropertyDescriptor(b, k);
    function read() { return b[k]; }
    read.through = true;
    Object.defineProperty(d, k, (p.get && !p.get.through) || (p.set && !p.get) ? p : {
      get: read,
      set: function (v) { Object.defineProperty(d, k, { value: v }); }
    });
  });
  d.prototype = Object.create(b.prototype);
  d.prototype.constructor = d;
}`,
  // A message is hidden, as the language wants it: 0xFF starts what Espruino never lists.
  __Error: `function __Error(m) { if (m !== undefined) this["\\xff_m"] = "" + m; }
__Error.prototype = Object.create(Error.prototype);
__Error.prototype.name = "Error";
__Error.prototype["\\xff_m"] = "";
Object.defineProperty(__Error.prototype, "message", {
  get: function () { return this["\\xff_m"]; },
  set: function (m) { this["\\xff_m"] = m; }
});
__Error.prototype.toString = function () {
  return this.message ? this.name + ": " + this.message : this.name;
};`,
  // Object.assign throws where it is given `false`, as in {...(ready && { more })}.
  __assign: `function __assign(t) {
  for (var i = 1, j, s; i < arguments.length; i++) {
    s = arguments[i];
    if (typeof s == "string" || Array.isArray(s)) for (j = 0; j < s.length; j++) t[j] = s[j];
    else if (s && typeof s == "object") Object.assign(t, s);
  }
  return t;
}`,
  __spreadArray: `function __spreadArray(to, from) {
  for (var i = 0; i < from.length; i++) to.push(from[i]);
  return to;
}`,
  __rest: `function __rest(s, e) {
  var t = {};
  Object.keys(s).forEach(function (k) { if (e.indexOf(k) < 0) t[k] = s[k]; });
  return t;
}`,
  __template: `function __template(strings, raw) {
  strings.raw = raw;
  return strings;
}`,
  __new: `function __new(C, values) {
  var made = Object.create(C.prototype);
  return C.apply(made, values) || made;
}`,
  __clear: `function __clear(clear, id) { if (id) clear(id); }`,
  __setLength: `function __setLength(list, length) {
  if (!Array.isArray(list)) list.length = length;
  else if (length < list.length) list.splice(length);
  else if (length > list.length) list[length - 1] = undefined;
  return length;
}`,
  // What TypeScript's ES5 output of an async function returns at each step, as [kind, value]:
  // 0 next, 1 throw, 2 return, 3 break to label, 4 await, 5 run a loop's body, 6 caught, 7 end of
  // finally. An entry of `trys` is [start, catch, finally, end], in labels.
  __generator: `function __generator(self, body) {
  return function (state) { return body.call(self, state); };
}`,
  __awaiter: `function __steps(body, self, values, make) {
  return new Promise(function (resolve, reject) {
    var sent, trys = [], pending = [], state = {
      label: 0, trys: trys, ops: pending,
      sent: function () { if (sent[0]) throw sent[1]; return sent[1]; }
    };
    function run(op) {
      var area, kind;
      for (;;) {
        kind = op[0];
        area = trys.length && trys[trys.length - 1];
        if (kind < 2) sent = op;
        else if (kind == 4 || kind == 5) {
          state.label++;
          (kind == 4 ? Promise.resolve(op[1]) : __steps(op[1])).then(
            function (value) { run([0, value]); },
            function (error) { run([1, error]); }
          );
          return;
        } else if (kind == 7) {
          op = pending.pop();
          trys.pop();
          continue;
        } else if (!area && kind == 2) return resolve(op[1]);
        else if (!area && kind == 6) return reject(op[1]);
        else if (kind == 3 && (!area || (op[1] > area[0] && op[1] < area[3]))) state.label = op[1];
        else if (kind == 6 && state.label < area[1]) { state.label = area[1]; sent = [0, op[1]]; }
        else if (state.label < area[2]) { state.label = area[2]; pending.push(op); }
        else {
          if (area[2]) pending.pop();
          trys.pop();
          continue;
        }
        try { op = body(state); } catch (error) { op = [6, error]; }
      }
    }
    // In here, so that a parameter that cannot be taken apart rejects.
    if (make) body = make.apply(self, values || []);
    run([0]);
  });
}
function __awaiter(self, values, P, make) { return __steps(0, self, values, make); }`,
};

export function helpersUsedBy(code: string, hasStatics: boolean): string {
  return Object.keys(HELPERS)
    .filter((name) => new RegExp(`\\b${name}\\b`).test(code))
    .map((name) => HELPERS[name === "__extends" && hasStatics ? "__extendsStatics" : name])
    .map((text) => `${text}\n`)
    .join("");
}
