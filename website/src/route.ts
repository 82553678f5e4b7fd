const JOB = /^#job=([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})$/i;

export type Route =
  | { readonly page: "home" }
  | { readonly page: "job"; readonly id: string }
  | { readonly page: "broken" };

/** Which page the part of the address behind # asks for. */
export function route(hash: string): Route {
  const id = JOB.exec(hash)?.[1];
  if (id) return { page: "job", id: id.toLowerCase() };
  return hash.startsWith("#job") ? { page: "broken" } : { page: "home" };
}

export function jobHash(id: string): string {
  return `#job=${id}`;
}
