/** What web/catalogues.ts makes of the files in src/locales. */
declare module 'virtual:catalogue/loaders' {
  type Load = () => Promise<{ default: Readonly<Record<string, unknown>> }>;
  const loaders: Readonly<Record<'en' | 'fr' | 'es' | 'ar', Readonly<Record<'front' | 'inside' | 'rest' | 'checklist' | 'notices' | 'screening' | 'publications' | 'frameworks' | 'library' | 'documents' | 'meetings' | 'courses', Load>>>>;
  export default loaders;
}
