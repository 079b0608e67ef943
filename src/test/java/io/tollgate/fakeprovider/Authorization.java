package io.tollgate.fakeprovider;

import io.tollgate.fakeprovider.Consents.Consent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The authorization endpoint: agrees at once, or shows a page and lets people choose. */
final class Authorization {

    private final Consents consents;
    private final Map<String, Client> clients;
    private final @Nullable List<FakeAccount> choices;

    /** @param choices who can be chosen on the page; null for no page */
    Authorization(Consents consents, Map<String, Client> clients, @Nullable List<FakeAccount> choices) {
        this.consents = consents;
        this.clients = clients;
        this.choices = choices;
    }

    /** @param issuer as sent back (RFC 9207); null for none */
    record Client(
            String id,
            String secret,
            String redirectUri,
            @Nullable String issuer) {}

    Reply answer(String provider, Map<String, String> asked, FakeAccount signedIn, Set<Mischief> mischief) {
        Client client = clients.get(provider);
        String complaint = complaint(provider, client, asked);
        if (complaint != null) {
            return Reply.json(400, "{\"error\":\"invalid_request\",\"error_description\":\"" + complaint + "\"}");
        }
        if (choices != null && !asked.containsKey("as")) {
            return ConsentPage.show(provider, asked, choices);
        }
        Optional<FakeAccount> who = choices == null
                ? Optional.of(signedIn)
                : choices.stream()
                        .filter(account -> account.login().equals(asked.get("as")))
                        .findFirst();
        boolean denied = who.isEmpty() || mischief.contains(Mischief.DENIES);
        return denied
                ? back(client, asked, "error", "access_denied", mischief)
                : back(client, asked, "code", code(provider, asked, who.get(), mischief), mischief);
    }

    private String code(String provider, Map<String, String> asked, FakeAccount who, Set<Mischief> mischief) {
        Map<String, String> bound = new LinkedHashMap<>(asked);
        if (mischief.contains(Mischief.SWAPPED_CODE)) {
            bound.put("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        }
        return consents.code(new Consent(provider, who, bound));
    }

    private static Reply back(
            Client client, Map<String, String> asked, String name, String value, Set<Mischief> mischief) {
        Map<String, String> query = new LinkedHashMap<>();
        if (!mischief.contains(Mischief.NO_CODE)) {
            query.put(name, value);
        }
        if (!mischief.contains(Mischief.NO_STATE)) {
            query.put("state", mischief.contains(Mischief.WRONG_STATE) ? "made-up" : asked.get("state"));
        }
        if (mischief.contains(Mischief.WRONG_ISSUER)) {
            query.put("iss", "https://accounts.evil.test");
        } else if (client.issuer() != null && !mischief.contains(Mischief.NO_ISSUER)) {
            query.put("iss", client.issuer());
        }
        return Reply.redirect(client.redirectUri() + "?" + Call.format(query));
    }

    /** Holds us to what we promise to send. */
    private static @Nullable String complaint(String provider, Client client, Map<String, String> asked) {
        if (!client.id().equals(asked.get("client_id")) || !client.redirectUri().equals(asked.get("redirect_uri"))) {
            return "client";
        }
        if (!"code".equals(asked.get("response_type"))) {
            return "response_type";
        }
        if (asked.getOrDefault("state", "").length() < 43) {
            return "state";
        }
        if (!"S256".equals(asked.get("code_challenge_method"))
                || asked.getOrDefault("code_challenge", "").length() != 43) {
            return "code_challenge";
        }
        return provider.equals("google") && asked.getOrDefault("nonce", "").length() < 22 ? "nonce" : null;
    }
}
