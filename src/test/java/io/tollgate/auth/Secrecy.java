package io.tollgate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.Mailbox;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.r2dbc.core.DatabaseClient;

/** Secrets that were typed, mailed or handed out, and the search for them where they must not be. */
final class Secrecy {

    private static final String TABLES = """
            select quote_ident(tablename) from pg_tables
            where schemaname = 'public'
              and not exists (select from pg_inherits where inhrelid = quote_ident(tablename)::regclass)
            """;

    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final Map<String, String> mailed = new LinkedHashMap<>();

    String typed(String what, String secret) {
        secrets.put(what, secret);
        return secret;
    }

    /** Of which the message to the mail server must have one copy. */
    String mailed(String what, String secret) {
        mailed.put(what, secret);
        return secret;
    }

    /** The first in any mail to this address that is not known yet. */
    String mailed(String what, Pattern pattern, String address) {
        String found = Awaiting.value(
                what,
                () -> Mailbox.of(address).all().stream()
                        .map(mail -> pattern.matcher(mail.text().replace("\r", "")))
                        .filter(Matcher::find)
                        .map(match -> match.group(1))
                        .filter(secret -> !all().containsValue(secret))
                        .findFirst()
                        .orElse(""),
                secret -> !secret.isEmpty());
        return mailed(what, found);
    }

    String last(String what) {
        return Objects.requireNonNull(secrets.get(what));
    }

    int size() {
        return secrets.size() + mailed.size();
    }

    void isNotIn(String where, String text) {
        all().forEach((what, secret) ->
                assertThat(finds(secret, text)).as("%s in %s", what, where).isFalse());
    }

    /** In no column of any table, neither as text nor as bytes. */
    void isNotIn(DatabaseClient db) {
        List<String> patterns = new ArrayList<>();
        all().values().stream().filter(secret -> secret.length() > 6).forEach(secret -> {
            patterns.add("%" + secret + "%");
            patterns.add("%" + HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8)) + "%");
        });
        List<String> tables =
                db.sql(TABLES).mapValue(String.class).all().collectList().block();
        assertThat(tables).contains("audit_log", "outbox", "dead_letters", "refresh_tokens");
        for (String table : tables) {
            Long found = db.sql("select count(*) from " + table + " t where t::text like any (:patterns)")
                    .bind("patterns", patterns.toArray(String[]::new))
                    .mapValue(Long.class)
                    .one()
                    .block();
            assertThat(found).as(table).isZero();
        }
    }

    /** Except for a mail's own message, which needs what is in the mail. */
    void isNotInMessages(List<String> messages) {
        assertThat(messages).isNotEmpty();
        for (String message : messages) {
            secrets.forEach((what, secret) -> assertThat(finds(secret, message))
                    .as("%s in %s", what, message)
                    .isFalse());
            if (!message.contains("\"mail.send\"")) {
                mailed.forEach((what, secret) -> assertThat(finds(secret, message))
                        .as("%s in %s", what, message)
                        .isFalse());
            }
        }
    }

    private Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>(secrets);
        all.putAll(mailed);
        return all;
    }

    /** Six digits may stand inside of any number. */
    private static boolean finds(String secret, String text) {
        return secret.length() > 6
                ? text.contains(secret)
                : Pattern.compile("(?<![\\w.:-])" + Pattern.quote(secret) + "(?![\\w.:-])")
                        .matcher(text)
                        .find();
    }
}
