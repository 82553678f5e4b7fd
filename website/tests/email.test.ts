import { describe, expect, test } from "vitest";
import { emailProblem } from "../src/email.ts";

describe("an address is taken when it is", () => {
  test.each([
    "vera@example.com",
    " vera@example.com ",
    "vera.b+clips@mail.example.co.uk",
    "o'neil@xn--bcher-kva.example",
    "1@a.io",
  ])("%j", (address) => {
    expect(emailProblem(address)).toBeUndefined();
  });
});

describe("an address is refused with the reason when it", () => {
  test.each([
    ["is missing", "  ", "Enter the address"],
    ["has no @", "vera.example.com", "has no @"],
    ["has no name", "@example.com", "before the @ is missing"],
    ["has no domain", "vera@", "after the @ is not complete"],
    ["has no top-level domain", "vera@example", "“example” after the @ is not complete"],
    ["ends in a dot", "vera@example.", "not complete"],
    ["is an IP address", "vera@10.0.0.1", "not complete"],
    ["is two addresses", "a@example.com, b@example.com", "one address only"],
    ["has a space inside", "ve ra@example.com", "one address only"],
    ["doubles a dot", "ve..ra@example.com", "Check its dots"],
    ["has letters that S3 cannot carry", "véra@example.com", "unaccented letters"],
  ])("%s", (_, address, words) => {
    expect(emailProblem(address)).toContain(words);
  });
});
