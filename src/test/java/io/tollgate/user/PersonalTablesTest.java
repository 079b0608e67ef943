package io.tollgate.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Whoever adds a table about users is reminded here that users may see what is in it, and have it deleted. */
@IntegrationTest
class PersonalTablesTest {

    private static final String ABOUT_USERS = """
            select c.conrelid::regclass::text from pg_constraint c where c.contype = 'f' and c.confrelid = 'users'::regclass
            union
            select table_name::text from information_schema.columns
            where table_schema = 'public' and table_name not like 'v\\_%'
              and (column_name ~ '^(user|owner|actor|customer|account)_id$' or column_name ~ '(^|_)user$')
              and not exists (select from pg_inherits where inhrelid = table_name::regclass)
              and not exists (select from pg_views where viewname = table_name)
            """;

    /** Table and section of the export. */
    private static final Map<String, String> EXPORTED = Map.ofEntries(
            Map.entry("account_tax_rates", "billing_account"),
            Map.entry("applied_coupons", "billing_account"),
            Map.entry("audit_log", "audit_log"),
            Map.entry("balance_entries", "billing_account"),
            Map.entry("billing_accounts", "billing_account"),
            Map.entry("billing_profiles", "billing_account"),
            Map.entry("checkouts", "checkouts"),
            Map.entry("credit_notes", "invoices"),
            Map.entry("deactivations", "deactivations"),
            Map.entry("email_changes", "email_changes"),
            Map.entry("feature_usage", "feature_usage"),
            Map.entry("identities", "identities"),
            Map.entry("invoices", "invoices"),
            Map.entry("passkeys", "passkeys"),
            Map.entry("passwords", "passwords"),
            Map.entry("payments", "payments"),
            Map.entry("profiles", "account"),
            Map.entry("recovery_codes", "second_factors"),
            Map.entry("refunds", "payments"),
            Map.entry("service_accounts", "service_accounts"),
            Map.entry("sessions", "sessions"),
            Map.entry("stripe_customers", "stripe_customers"),
            Map.entry("subscriptions", "subscriptions"),
            Map.entry("totp", "second_factors"));

    /** Table, and why its rows tell nobody anything. */
    private static final Map<String, String> NOT_EXPORTED = Map.ofEntries(
            Map.entry(
                    "billing_mails",
                    "which mail was sent about which payment or subscription, so that it is sent once"),
            Map.entry("collections", "when an invoice is tried to collect; the invoice and its payment are exported"),
            Map.entry("customer_clocks", "the time of a test, where such tests are allowed"),
            Map.entry("feature_consumptions", "the callers' own names of what feature_usage adds up, kept for a while"),
            Map.entry("login_codes", "a digest, for minutes"),
            Map.entry("mfa_accounts", "a counter of wrong codes"),
            Map.entry("mfa_challenges", "a digest, for minutes"),
            Map.entry("one_time_tokens", "digests, for hours"),
            Map.entry("overdue_customers", "follows from unpaid invoices, which are exported"),
            Map.entry("passkey_challenges", "random bytes, for minutes"),
            Map.entry("passkey_handles", "random bytes"),
            Map.entry("social_flows", "digests, for minutes"),
            Map.entry("social_hand_offs", "a digest, for a minute"),
            Map.entry("webhook_messages", "copies of what subscriptions and payments say, for 30 days"));

    /** Table, and on what ground its rows outlive the user, of whom they hold the id only unless the ground says otherwise. */
    private static final Map<String, String> KEPT = Map.ofEntries(
            Map.entry("applied_coupons", "belongs to invoices"),
            Map.entry("audit_log", "evidence, GDPR article 17(3)(e)"),
            Map.entry("balance_entries", "belongs to invoices"),
            Map.entry("billing_accounts", "belongs to invoices; name and address go with the user"),
            Map.entry("checkouts", "belongs to payments"),
            Map.entry("collections", "belongs to payments"),
            Map.entry("credit_notes", "belongs to invoices"),
            Map.entry(
                    "invoices", "tax law, which also wants the buyer's name and address on it, GDPR article 17(3)(b)"),
            Map.entry("passkey_challenges", "gone in minutes"),
            Map.entry("payments", "tax law, GDPR article 17(3)(b)"),
            Map.entry("refunds", "belongs to payments"),
            Map.entry("service_accounts", "dead without its owner; the audit log refers to it"),
            Map.entry("stripe_customers", "belongs to payments; its address is blanked by a job"),
            Map.entry("subscriptions", "belongs to payments"),
            Map.entry("webhook_messages", "on its way to the product's systems, gone in 30 days"));

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private DatabaseClient db;

    @Test
    void areExportedOrHoldNothing() {
        assertThat(EXPORTED.keySet()).doesNotContainAnyElementsOf(NOT_EXPORTED.keySet());
        assertThat(tables(ABOUT_USERS))
                .allMatch(table -> EXPORTED.containsKey(table) || NOT_EXPORTED.containsKey(table))
                .containsAll(EXPORTED.keySet())
                .containsAll(NOT_EXPORTED.keySet());
        JsonNode export = testUsers
                .signUp()
                .authorized(http)
                .get()
                .uri("/me/export")
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        assertThat(export.propertyNames()).containsAll(Set.copyOf(EXPORTED.values()));
    }

    /** By their foreign key, which is what erasure goes by. */
    @Test
    void areErasedWithTheUserOrKeptForAReason() {
        List<String> erased = tables("""
                select c.conrelid::regclass::text from pg_constraint c
                where c.contype = 'f' and c.confrelid = 'users'::regclass and c.confdeltype = 'c'
                """);
        assertThat(erased).doesNotContainAnyElementsOf(KEPT.keySet());
        assertThat(tables(ABOUT_USERS)).allMatch(table -> erased.contains(table) || KEPT.containsKey(table));
    }

    private List<String> tables(String sql) {
        return db.sql(sql).mapValue(String.class).all().collectList().block();
    }
}
