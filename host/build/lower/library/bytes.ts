// Texts are bytes: what makes a text of characters, or characters of a text, for those up to \\xff.

export const BYTES: Readonly<Record<string, string>> = {
  // The native one cuts what is more.
  "String.fromCharCode": `function __String_fromCharCode() {
  for (var i = 0; i < arguments.length; i++) __byte(arguments[i] & 65535);
  return String.fromCharCode.apply(String, arguments);
}`,
  "String.fromCodePoint": `function __String_fromCodePoint() {
  for (var i = 0; i < arguments.length; i++) __byte(arguments[i]);
  return String.fromCharCode.apply(String, arguments);
}`,
  __byte: `function __byte(code) {
  if (code !== (code & 255)) throw new __RangeError("Invalid character code " + code + ", a text is made of bytes");
  return code;
}`,
  // The native ones know no more than ASCII.
  encodeURIComponent: `function __encodeURIComponent(text) {
  var all = "", i, c;
  text = "" + text;
  for (i = 0; i < text.length; i++) {
    c = text.charCodeAt(i);
    all += c < 128 ? encodeURIComponent(text[i]) : "%C" + (c < 192 ? 2 : 3) + "%" + (c & 63 | 128).toString(16).toUpperCase();
  }
  return all;
}`,
  decodeURIComponent: `function __decodeURIComponent(text) {
  var all = "", i = 0, c, more, least, byte;
  text = "" + text;
  function fail() { throw new __URIError("URI malformed"); }
  function next() {
    var digits = text.substr(i + 1, 2);
    if (text[i] != "%" || !digits.match(/^[0-9a-fA-F][0-9a-fA-F]$/)) fail();
    i += 3;
    return parseInt(digits, 16);
  }
  while (i < text.length) {
    if (text[i] != "%") all += text[i++];
    else {
      c = next();
      if (c > 127) {
        if (c < 194 || c > 244) fail();
        more = c < 224 ? 1 : c < 240 ? 2 : 3;
        least = [128, 2048, 65536][more - 1];
        for (c &= 63 >> more; more; more--) {
          byte = next();
          if ((byte & 192) != 128) fail();
          c = c * 64 + (byte & 63);
        }
        if (c < least || c > 1114111 || (c > 55295 && c < 57344)) fail();
        __byte(c);
      }
      all += String.fromCharCode(c);
    }
  }
  return all;
}`,
};
