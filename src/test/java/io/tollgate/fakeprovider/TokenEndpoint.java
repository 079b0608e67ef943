package io.tollgate.fakeprovider;

import io.tollgate.fakeprovider.Authorization.Client;
import io.tollgate.fakeprovider.Consents.Consent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Exchanges a code, once, for whoever can show that it is theirs. */
final class TokenEndpoint {

    private final Consents consents;
    private final Map<String, Client> clients;
    private final IdTokens idTokens;

    TokenEndpoint(Consents consents, Map<String, Client> clients, IdTokens idTokens) {
        this.consents = consents;
        this.clients = clients;
        this.idTokens = idTokens;
    }

    Reply answer(String provider, Call call, Set<Mischief> mischief) {
        for (Mischief way : mischief) {
            Optional<Reply> trouble = trouble(way);
            if (trouble.isPresent()) {
                return trouble.get();
            }
        }
        return consents.take(call.form().getOrDefault("code", ""))
                .filter(consent -> isTheirs(consent, provider, call.form()))
                .map(consent -> grant(consent, mischief))
                .orElseGet(() -> refuse(provider));
    }

    private static Optional<Reply> trouble(Mischief way) {
        return switch (way) {
            case TOKEN_SLOW -> Optional.of(FakeServer.SILENCE);
            case TOKEN_RESET -> Optional.of(FakeServer.RESET);
            case TOKEN_500 -> Optional.of(Reply.json(500, "{\"error\":\"server_error\"}"));
            case TOKEN_429 -> Optional.of(Reply.json(429, "{}"));
            case TOKEN_400 -> Optional.of(Reply.json(400, "{\"error\":\"invalid_grant\"}"));
            case TOKEN_REDIRECT -> Optional.of(Reply.redirect("http://localhost:1/"));
            case TOKEN_GARBAGE -> Optional.of(Reply.html("<html>We are upgrading"));
            case TOKEN_NULL -> Optional.of(Reply.json(200, "null"));
            case TOKEN_EMPTY_OBJECT -> Optional.of(Reply.json(200, "{}"));
            case TOKEN_WRONG_TYPES -> Optional.of(Reply.json(200, "{\"access_token\":{\"a\":1},\"id_token\":[2]}"));
            case TOKEN_HUGE -> Optional.of(Reply.json(200, "{\"x\":\"" + "y".repeat(1_000_000) + "\"}"));
            default -> Optional.empty();
        };
    }

    private boolean isTheirs(Consent consent, String provider, Map<String, String> form) {
        Client client = clients.get(provider);
        return consent.provider().equals(provider)
                && client.id().equals(form.get("client_id"))
                && client.secret().equals(form.get("client_secret"))
                && client.redirectUri().equals(form.get("redirect_uri"))
                && "authorization_code".equals(form.get("grant_type"))
                && sha256(form.getOrDefault("code_verifier", ""))
                        .equals(consent.asked().get("code_challenge"));
    }

    private Reply grant(Consent consent, Set<Mischief> mischief) {
        String access = consents.token(consent.account());
        if (consent.provider().equals("github")) {
            return Reply.json(
                    200, "{\"access_token\":\"" + access + "\",\"token_type\":\"bearer\",\"scope\":\"user:email\"}");
        }
        String idToken = idTokens.make(
                consent.account(),
                consent.asked().get("client_id"),
                consent.asked().get("nonce"),
                mischief);
        return Reply.json(
                200,
                "{\"access_token\":\"%s\",\"expires_in\":3599,\"token_type\":\"Bearer\",\"id_token\":\"%s\"}"
                        .formatted(access, idToken));
    }

    /** GitHub refuses with 200. */
    private static Reply refuse(String provider) {
        return provider.equals("github")
                ? Reply.json(200, "{\"error\":\"bad_verification_code\"}")
                : Reply.json(400, "{\"error\":\"invalid_grant\"}");
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
