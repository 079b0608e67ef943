package io.tollgate.fakeprovider;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Who a token belongs to, and the key set. */
final class Api {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Consents consents;
    private final IdTokens idTokens;

    Api(Consents consents, IdTokens idTokens) {
        this.consents = consents;
        this.idTokens = idTokens;
    }

    Reply who(String provider, @Nullable String token, Set<Mischief> mischief) {
        if (mischief.contains(Mischief.API_SLOW)) {
            return FakeServer.SILENCE;
        }
        if (mischief.contains(Mischief.API_500)) {
            return Reply.json(500, "{}");
        }
        if (mischief.contains(Mischief.API_GARBAGE)) {
            return Reply.json(200, "{\"id\": 12");
        }
        return mischief.contains(Mischief.API_401)
                ? unauthorized()
                : consents.account(String.valueOf(token))
                        .map(account -> provider.equals("github") ? user(account, mischief) : info(account, mischief))
                        .orElseGet(Api::unauthorized);
    }

    /** The primary address, and one beside it that must never be taken for it. */
    Reply emails(@Nullable String token, Set<Mischief> mischief) {
        if (mischief.contains(Mischief.EMAILS_FORBIDDEN)) {
            return Reply.json(403, "{\"message\":\"Resource not accessible\"}");
        }
        if (mischief.contains(Mischief.EMAILS_500)) {
            return Reply.json(500, "{}");
        }
        if (mischief.contains(Mischief.EMAILS_GARBAGE)) {
            return Reply.json(200, "{\"not\":\"a list\"}");
        }
        return consents.account(String.valueOf(token)).map(Api::addresses).orElseGet(Api::unauthorized);
    }

    Reply keys(Set<Mischief> mischief) {
        if (mischief.contains(Mischief.KEYS_SLOW)) {
            return FakeServer.SILENCE;
        }
        if (mischief.contains(Mischief.KEYS_500)) {
            return Reply.json(500, "{}");
        }
        return mischief.contains(Mischief.KEYS_GARBAGE)
                ? Reply.html("<html>")
                : Reply.json(200, idTokens.keySet()).with("Cache-Control", "public, max-age=19800, must-revalidate");
    }

    private static Reply user(FakeAccount account, Set<Mischief> mischief) {
        ObjectNode user = JSON.createObjectNode();
        if (!mischief.contains(Mischief.API_WITHOUT_ID)) {
            user.put("id", account.id());
        }
        user.put("login", account.login());
        user.put("name", account.name());
        user.put("avatar_url", "https://pictures.test/" + account.id());
        // Public, but nobody has verified it for us: never to be used.
        user.put("email", "public-" + account.login() + "@example.test");
        return Reply.json(200, user.toString());
    }

    private static Reply info(FakeAccount account, Set<Mischief> mischief) {
        ObjectNode info = JSON.createObjectNode();
        info.put("sub", mischief.contains(Mischief.USERINFO_OF_ANOTHER) ? "666" : account.subject());
        info.put("name", account.name());
        if (account.email() != null) {
            info.put("email", account.email());
            info.put("email_verified", account.emailVerified());
            if (!mischief.contains(Mischief.PERSONAL_ACCOUNT)) {
                info.put("hd", account.email().substring(account.email().indexOf('@') + 1));
            }
        }
        return Reply.json(200, info.toString());
    }

    private static Reply addresses(FakeAccount account) {
        if (account.email() == null) {
            return Reply.json(200, "[]");
        }
        return Reply.json(200, """
                [{"email":"second-%1$s","primary":false,"verified":true,"visibility":null},
                 {"email":"%1$s","primary":true,"verified":%2$s,"visibility":"private"}]""".formatted(account.email(), account.emailVerified()));
    }

    private static Reply unauthorized() {
        return Reply.json(401, "{\"message\":\"Bad credentials\"}");
    }
}
