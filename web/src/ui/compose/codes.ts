import type { AssetLink, Stage, Urgency } from '../../session/model';

/** Codes of the reference data that the form offers; a test compares them with the files. */
export const urgencies: readonly Urgency[] = ['flash', 'urgent', 'priority', 'ordinary'];
export const links: readonly AssetLink[] = ['proceeds', 'converted', 'intermingled', 'benefit', 'instrumentality', 'equivalent_value'];
export const stages: readonly Stage[] = ['intelligence', 'preliminary', 'investigation', 'charged', 'trial', 'final_judgment', 'ncb', 'civil', 'administrative'];
export const assetCodes = [
  'bank_account', 'payment_account', 'cash', 'safe_deposit', 'securities', 'company_interest', 'business', 'trust_interest', 'real_estate',
  'vehicle', 'vessel', 'aircraft', 'virtual_asset', 'precious', 'art', 'luxury', 'insurance', 'receivable', 'client_account', 'ip',
  'natural_resource', 'agri', 'digital', 'device', 'aircraft_yacht_lease',
] as const;
