import type { Random } from "../kit/random.ts";

export interface ListName {
  readonly name: string;
  /** The same in A-Za-z0-9_-, the only characters a Batch audience may be called by. */
  readonly slug: string;
}

const longName =
  "Customers who opened at least three of the last ten newsletters, have bought twice or more since the relaunch in March, " +
  "have not returned anything, and live within fifty kilometres of one of our stores (agreed with Legal, do not rename)";

/** Names as marketing teams give them, the awkward ones among them. */
const written: readonly ListName[] = [
  { name: "Newsletter – DACH", slug: "newsletter_dach" },
  { name: "Cart abandoners 30 days", slug: "cart-abandoners-30d" },
  { name: "VIP Kunden", slug: "VIP_Kunden" },
  { name: "東京ストア会員", slug: "tokyo_store_members" },
  { name: "عملاء الرياض", slug: "riyadh_customers" },
  { name: '"Gold" members, all countries', slug: "gold-members-all" },
  { name: "🎄 Christmas 2025 buyers 🎁", slug: "xmas-2025-buyers" },
  { name: "  Wholesale leads ", slug: "wholesale-leads" },
  { name: longName, slug: `${"engaged_repeat_customers_near_store-".repeat(7)}v2`.slice(0, 255) },
  { name: "O'Brien & Sons; referrals", slug: "obrien_sons_referrals" },
  { name: "Été 2026 – précommandes", slug: "ete-2026-precommandes" },
  { name: "Past purchasers", slug: "past_purchasers" },
  { name: "Do not contact", slug: "DO_NOT_CONTACT" },
  { name: "test", slug: "test" },
  { name: "Test", slug: "Test" },
  { name: "test (copy)", slug: "test-copy" },
  { name: "Клиенты Алматы", slug: "almaty_clients" },
  { name: "서울 신규 가입자", slug: "seoul_signups" },
  { name: "לקוחות תל אביב", slug: "tel_aviv" },
  { name: "Ambassadors 👩‍👩‍👧‍👦 + friends", slug: "ambassadors_friends" },
  { name: "<b>Spring</b> sale & more", slug: "spring-sale" },
  { name: "=SUM leads (export from sheet)", slug: "sum-leads" },
  { name: "+49 phone opt-ins", slug: "49_phone_optins" },
  { name: "-20 % coupon used", slug: "-20_coupon_used" },
  { name: "@instagram followers", slug: "instagram_followers" },
  { name: "Win-back\t6–12 months", slug: "winback_6_12" },
  { name: "Loyalty tier 3/5", slug: "loyalty_3_5" },
  { name: "100% off mistake 2024-11-29", slug: "100_off_mistake" },
  { name: "CRM\\Import\\2026", slug: "crm_import_2026" },
  { name: "NULL", slug: "NULL" },
  { name: "2026", slug: "2026" },
  { name: "İstanbul mağaza üyeleri", slug: "istanbul_magaza" },
  { name: "Khách hàng Hà Nội", slug: "ha_noi" },
  { name: "ลูกค้ากรุงเทพ", slug: "bangkok_customers" },
  { name: "São Paulo – compradores", slug: "sao_paulo_compradores" },
  { name: "Ærø & Ålborg", slug: "aero_aalborg" },
  { name: "Cafe\u0301 regulars", slug: "cafe_regulars" },
  { name: "Café regulars", slug: "cafe_regulars_2" },
  { name: "B2B: webinar “Data, clean”", slug: "b2b_webinar_data_clean" },
  { name: "Churn risk > 0.8", slug: "churn_risk_08" },
];

const segments = [
  "Newsletter",
  "Cart abandoners",
  "First-time buyers",
  "Repeat buyers",
  "Lapsed customers",
  "High spenders",
  "App users",
  "Trial users",
  "Webinar attendees",
  "Store visitors",
  "Birthday club",
  "Loyalty members",
  "Wishlist",
  "Browse abandoners",
  "Survey respondents",
  "Refer-a-friend",
  "Black Friday buyers",
  "Subscription paused",
  "Back in stock",
  "SMS opt-ins",
  "Event leads",
  "Free shipping used",
  "Returns",
  "Reviewers",
] as const;
const markets = [
  "DE",
  "AT",
  "CH",
  "FR",
  "IT",
  "ES",
  "UK",
  "US",
  "NL",
  "Nordics",
  "PL",
  "JP",
  "BR",
  "DACH",
  "EMEA",
  "all",
] as const;
const periods = [
  "7 days",
  "30 days",
  "90 days",
  "180 days",
  "12 months",
  "Q1 2026",
  "Q2 2026",
  "Q3 2026",
  "Q4 2025",
  "2024",
  "2025",
  "lifetime",
  "v2",
  "A/B test B",
] as const;
const joins = [" – ", " | ", " ", " / ", ", "] as const;

/** So many names: the written ones first, then made ones, none of them twice. */
export function listNames(random: Random, size: number): readonly ListName[] {
  const names = written.slice(0, size);
  const taken = new Set(names.map(({ slug }) => slug));
  for (let round = 0; names.length < size; round += 1) {
    const join = random.pick(joins);
    const base = [random.pick(segments), random.pick(markets), random.pick(periods)].join(join);
    // When the words run out, number the copies, as people do.
    const name = round > size * 2 ? `${base} (${round})` : base;
    const slug = name.replaceAll(/[^A-Za-z0-9_-]+/g, "_").replaceAll(/^_+|_+$/g, "");
    if (taken.has(slug)) continue;
    taken.add(slug);
    names.push({ name, slug });
  }
  return names;
}
