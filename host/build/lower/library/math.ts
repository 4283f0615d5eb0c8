// What Math lacks or gets wrong.

export const MATH: Readonly<Record<string, string>> = {
  "Math.trunc": `function __Math_trunc(x) { return x < 0 ? Math.ceil(x) : Math.floor(x); }`,
  "Math.sign": `function __Math_sign(x) { x = +x; return x > 0 ? 1 : x < 0 ? -1 : x; }`,
  "Math.round": `function __Math_round(x) { return Math.ceil(Math.floor(2 * x) / 2); }`,
  // The native one goes by exp and log from the tenth power on. Below 1e-308 the inverse is no number.
  "Math.pow": `function __Math_pow(x, y) {
  var n = Math.abs(y), value = 1, base = x;
  if (y === 0.5) return x == -Infinity ? -x : __Math_sqrt(x + 0);
  if (Math.floor(n) !== n || n > 1100) return Math.pow(x, y);
  for (; n > 0; n = Math.floor(n / 2)) {
    if (n % 2) value *= x;
    x *= x;
  }
  if (y < 0 && Math.abs(value) == Infinity) {
    value = __Math_pow(base, n = Math.floor(y / -2));
    return 1 / value / (n * -2 > y ? value * base : value);
  }
  return y < 0 ? 1 / value : value;
}`,
  // The native one is a power of a half, by logarithms.
  "Math.sqrt": `function __Math_sqrt(x) {
  var y = Math.sqrt(x);
  return y > 0 && y < Infinity ? (y + x / y) / 2 : +x && y;
}`,
  "Math.hypot": `function __Math_hypot() {
  for (var sum = 0, i = 0; i < arguments.length; i++) sum += arguments[i] * arguments[i];
  return __Math_sqrt(sum);
}`,
  // Whole powers come out whole.
  __log: `function __log(x, base, ln) {
  var y = Math.log(x) / ln, whole = Math.round(y);
  return __Math_pow(base, whole) == x ? whole : y;
}`,
  "Math.log10": `function __Math_log10(x) { return __log(x, 10, Math.LN10); }`,
  "Math.log2": `function __Math_log2(x) { return __log(x, 2, Math.LN2); }`,
  "Math.cbrt": `function __Math_cbrt(x) {
  var y = x < 0 ? -Math.pow(-x, 1 / 3) : Math.pow(x, 1 / 3), whole = Math.round(y);
  return whole * whole * whole == x ? whole || +x : y;
}`,
  "Math.fround": `function __Math_fround(x) { return new Float32Array([x])[0]; }`,
  "Math.imul": `function __Math_imul(a, b) {
  return ((a & 65535) * b + (((((a >>> 16) * (b & 65535)) & 65535) << 16) >>> 0)) | 0;
}`,
  "Math.clz32": `function __Math_clz32(x) {
  for (var n = 0, v = x >>> 0; n < 32 && v < 2147483648; n++) v *= 2;
  return n;
}`,
  // Kahan's: what is lost by adding 1 is lost on both sides of the quotient.
  "Math.log1p": `function __Math_log1p(x) {
  var u = 1 + x;
  return u === 1 ? x : u === Infinity ? u : Math.log(u) * x / (u - 1);
}`,
  "Math.expm1": `function __Math_expm1(x) {
  var u = Math.exp(x);
  return u === 1 ? x : u === Infinity || u < 1e-16 ? u - 1 : (u - 1) * x / Math.log(u);
}`,
  "Math.sinh": `function __Math_sinh(x) {
  var e = __Math_expm1(Math.abs(x));
  if (e < Infinity) e = (e + e / (e + 1)) / 2;
  return x < 0 ? -e : e || +x;
}`,
  "Math.cosh": `function __Math_cosh(x) { return (Math.exp(x) + Math.exp(-x)) / 2; }`,
  "Math.tanh": `function __Math_tanh(x) {
  var e = __Math_expm1(-2 * Math.abs(x));
  e /= 2 + e;
  return x < 0 ? e : -e || +x;
}`,
  "Math.asinh": `function __Math_asinh(x) {
  var a = Math.abs(x);
  a = __Math_log1p(a + a * a / (1 + __Math_sqrt(a * a + 1)));
  return x < 0 ? -a : a || +x;
}`,
  "Math.acosh": `function __Math_acosh(x) { return x < 1 ? NaN : Math.log(x + __Math_sqrt(x * x - 1)); }`,
  "Math.atanh": `function __Math_atanh(x) { return Math.abs(x) > 1 ? NaN : __Math_log1p(2 * x / (1 - x)) / 2; }`,
};
