// Digits of a number, exactly: a text read to the last bit, and the shortest text that reads back.

export const DECIMALS: Readonly<Record<string, string>> = {
  // Where the number at the start of a text ends, and 0 where there is none.
  __numberEnd: `function __numberEnd(t) {
  var i = t[0] == "-" || t[0] == "+" ? 1 : 0, digits = 0, at;
  while (t[i] >= "0" && t[i] <= "9") { i++; digits++; }
  if (t[i] == ".") {
    i++;
    while (t[i] >= "0" && t[i] <= "9") { i++; digits++; }
  }
  if (!digits) return 0;
  if (t[i] == "e" || t[i] == "E") {
    at = i + 1;
    if (t[at] == "-" || t[at] == "+") at++;
    if (t[at] >= "0" && t[at] <= "9") {
      while (t[at] >= "0" && t[at] <= "9") at++;
      return at;
    }
  }
  return i;
}`,
  // (hi + lo) times a power of ten, as a sum of two again: some 30 digits, of which the first number
  // has those that it would have if it were rounded once. The products are Dekker's: halves of 26 bits.
  __scaled: `function __scaled(hi, lo, power) {
  var scale = 1, n, f, x, y, a, b;
  // Away from both ends of what a number holds.
  if (Math.abs(power) > 200) {
    scale = 1152921504606846976;
    scale *= scale;
    scale *= scale;
    if (hi > 1e100 || (hi >= 1 && power > 0)) scale = 1 / scale;
    hi *= scale;
    lo *= scale;
  }
  for (; power; power -= n) {
    n = Math.max(-22, Math.min(22, power));
    f = Number("1e" + Math.abs(n));
    y = n > 0 ? hi * f : hi / f;
    x = n > 0 ? hi : y;
    a = x * 134217729;
    a -= a - x;
    b = f * 134217729;
    b -= b - f;
    x -= a;
    f -= b;
    x = a * b - (n > 0 ? y : hi) + a * f + x * b + x * f;
    f += b;
    lo = n > 0 ? lo * f + x : (lo - x) / f;
    hi = y + lo;
    lo -= hi - y;
  }
  return [hi / scale, lo / scale];
}`,
  // The native one adds 0.1, 0.01...: one unit in the last place off for every fourth text. One
  // division of two exact numbers is right (below 10^15 and 1e22).
  __decimal: `function __decimal(t) {
  var e = t.toLowerCase().indexOf("e"), power = e < 0 ? 0 : parseInt(t.substr(e + 1), 10);
  var digits = e < 0 ? t : t.substr(0, e), dot = digits.indexOf("."), value, n;
  if (dot >= 0) {
    power -= digits.length - dot - 1;
    digits = digits.replace(".", "");
  }
  for (n = 0; "+-0".indexOf(digits[n]) >= 0; ) n++;
  digits = digits.substr(n);
  n = digits.length;
  value = n && parseInt(digits.substr(0, 15), 10);
  if (n > 15 || Math.abs(power) > 22) {
    digits = digits.substr(15, 15);
    value = __scaled(value, 0, digits.length);
    power += Math.max(0, n - 15) - digits.length;
    e = value[1] + (digits ? parseInt(digits, 10) : 0);
    dot = value[0] + e;
    value = __scaled(dot, e - (dot - value[0]), Math.max(-400, Math.min(330, power)))[0];
  } else if (power) {
    e = Number("1e" + Math.abs(power));
    value = power < 0 ? value / e : value * e;
  }
  // A minus would make 0 of -0.
  return t[0] == "-" ? value / -1 : value;
}`,
  // Digits with the point after k of them.
  __pointed: `function __pointed(t, k) {
  var n = t.length;
  if (k > 21 || k < -5) return t[0] + (n > 1 ? "." + t.substr(1) : "") + (k > 0 ? "e+" : "e") + (k - 1);
  if (k <= 0) return "0." + "0".repeat(-k) + t;
  return n > k ? t.substr(0, k) + "." + t.substr(k) : t + "0".repeat(k - n);
}`,
  // The shortest text that reads back as a number above 0: of those with 15, 16 and 17 digits, which
  // are in two parts, the first that is no further away than half a unit in the last place.
  __digits: `function __digits(a) {
  var unit = a < 1 ? 4 : 0.25, half = a * unit, power = 16 - Math.floor(Math.log(a) / Math.LN10 + 1e-7), units, m, q, r, c, n, t;
  half = (half + half * 1.6e-16 - half) / unit / 2;
  units = a / half;
  m = __scaled(a, 0, power);
  if (m[0] < 1e16) m = __scaled(a, 0, ++power);
  half = __scaled(half, 0, power)[0];
  q = Math.floor(m[0] / 1e8);
  r = m[0] - q * 1e8 + m[1];
  for (unit = 100; ; unit /= 10) {
    c = Math.floor(r / unit + 0.5) * unit;
    if (c - r === unit / 2 && (c / unit) % 2) c -= unit;
    n = Math.abs(c - r) - half;
    // Below a power of two the numbers are closer together.
    if (units === 9007199254740992 && c < r && n > half / -2) {
      c += unit;
      n = c - r - half;
    }
    // One that is halfway reads back as the even one.
    if (unit == 1 || n < -1e-7 || (n < 1e-7 && units % 4 == 0)) break;
  }
  if (c >= 1e8) { q++; c -= 1e8; }
  if (c < 0) { q--; c += 1e8; }
  t = q + ("" + (c + 1e8)).substr(1);
  for (n = t.length; t[n - 1] == "0"; ) n--;
  return __pointed(t.substr(0, n), t.length - power);
}`,
};
