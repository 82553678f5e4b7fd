/** What is wrong with an address in words, or undefined when a mail can be sent to it. */
export function emailProblem(text: string): string | undefined {
  const address = text.trim();
  if (address === "") return "Enter the address that the painting should be sent to.";
  // S3 carries the address as metadata, which holds nothing but ASCII.
  if (/[^\x20-\x7e]/.test(address)) {
    return "Use only unaccented letters in the address, as in name@example.com.";
  }
  const parts = address.split("@");
  if (parts.length === 1) return `“${address}” has no @. It should look like name@example.com.`;
  if (parts.length > 2 || /\s/.test(address)) {
    return "Enter one address only, without spaces, as in name@example.com.";
  }
  const [name = "", domain = ""] = parts;
  if (name === "") return "The part before the @ is missing, as in name@example.com.";
  if (!isDomain(domain)) {
    return `“${domain}” after the @ is not complete. It should look like name@example.com.`;
  }
  if (!isName(name)) return `“${name}” before the @ cannot be part of an address. Check its dots.`;
  return undefined;
}

function isName(name: string): boolean {
  return /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/.test(name) && name.length <= 64;
}

function isDomain(domain: string): boolean {
  const labels = domain.split(".");
  const complete = labels.every((label) => /^[a-z\d]([a-z\d-]{0,61}[a-z\d])?$/i.test(label));
  return labels.length > 1 && complete && /[a-z]/i.test(labels[labels.length - 1] ?? "");
}
