/** PK-21, PK-19: what a ticket about a package is about. */
export const packageMatterKinds = ['dispute', 'renewal'] as const;
export type PackageMatterKind = (typeof packageMatterKinds)[number];
