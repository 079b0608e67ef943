package io.tollgate.fakeprovider;

import io.tollgate.fakeprovider.Authorization.Client;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Google and GitHub, as far as signing in goes. */
public final class FakeProvider implements AutoCloseable {

    public static final String GOOGLE_CLIENT = "google-client.test";
    public static final String GITHUB_CLIENT = "github-client.test";

    /** The mobile app's own id at Google. */
    public static final String ANDROID_CLIENT = "android-client.test";

    private static final String SECRET = "provider-secret-for-tests";

    /** People for a developer to be. */
    private static final List<FakeAccount> PEOPLE = List.of(
            new FakeAccount(1001, "ada", "Ada Lovelace", "ada@tollgate.local", true),
            new FakeAccount(1002, "grace", "Grace Hopper", "grace@tollgate.local", true),
            new FakeAccount(1003, "mallory", "Mallory (address not verified)", "mallory@tollgate.local", false),
            new FakeAccount(1004, "ghost", "Ghost (no address)", null, false));

    private final Consents consents = new Consents();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final FakeServer server;
    private final IdTokens idTokens;
    private final Authorization authorization;
    private final TokenEndpoint tokens;
    private final Api api;
    private final String appUrl;

    private volatile Set<Mischief> mischief = Set.of();
    private volatile FakeAccount signedIn = PEOPLE.getFirst();

    private FakeProvider(Clock clock, int port, String appUrl, boolean asksWho) {
        this.appUrl = appUrl;
        this.server = new FakeServer(port, this::answer);
        this.idTokens = new IdTokens(server.baseUrl() + "/google", clock);
        Map<String, Client> clients = Map.of(
                "google", client("google", GOOGLE_CLIENT, server.baseUrl() + "/google"),
                "github", client("github", GITHUB_CLIENT, null));
        this.authorization = new Authorization(consents, clients, asksWho ? PEOPLE : null);
        this.tokens = new TokenEndpoint(consents, clients, idTokens);
        this.api = new Api(consents, idTokens);
    }

    /** Agrees to everything in the name of who is signed in, without a page. */
    public static FakeProvider start(Clock clock, String appUrl) {
        return new FakeProvider(clock, 0, appUrl, false);
    }

    /** Shows a page with people to choose from. */
    public static FakeProvider startForDevelopers(int port, String appUrl) {
        return new FakeProvider(Clock.systemUTC(), port, appUrl, true);
    }

    public String baseUrl() {
        return server.baseUrl();
    }

    /** What the application must be told to take this for Google and GitHub. */
    public Map<String, Object> environment() {
        String google = baseUrl() + "/google";
        String github = baseUrl() + "/github";
        return Map.ofEntries(
                Map.entry("GOOGLE_CLIENT_ID", GOOGLE_CLIENT),
                Map.entry("GOOGLE_CLIENT_SECRET", SECRET),
                Map.entry("GOOGLE_NATIVE_CLIENT_IDS", ANDROID_CLIENT),
                Map.entry("GOOGLE_AUTH_URL", google + "/authorize"),
                Map.entry("GOOGLE_TOKEN_URL", google + "/token"),
                Map.entry("GOOGLE_USERINFO_URL", google + "/userinfo"),
                Map.entry("GOOGLE_JWKS_URL", google + "/keys"),
                Map.entry("GOOGLE_ISSUER", google),
                Map.entry("GITHUB_CLIENT_ID", GITHUB_CLIENT),
                Map.entry("GITHUB_CLIENT_SECRET", SECRET),
                Map.entry("GITHUB_AUTHORIZE_URL", github + "/authorize"),
                Map.entry("GITHUB_TOKEN_URL", github + "/token"),
                Map.entry("GITHUB_USER_API", github + "/user"),
                Map.entry("GITHUB_EMAILS", github + "/emails"));
    }

    public void signIn(FakeAccount account) {
        signedIn = account;
    }

    /** From now on, instead of what was before. */
    public void misbehave(Mischief... ways) {
        mischief = ways.length == 0 ? Set.of() : EnumSet.copyOf(List.of(ways));
    }

    public void rotateKeys() {
        idTokens.rotate();
    }

    /** As the SDK on a device gives one to the app. */
    public String idToken(FakeAccount account, String audience, @Nullable String nonce, Mischief... ways) {
        return idTokens.make(account, audience, nonce, Set.of(ways));
    }

    /** Signed with our keys, and with this issuer in it. */
    public String idTokenBy(String issuer, FakeAccount account, String audience) {
        return idTokens.by(issuer, account, audience);
    }

    /** How often this path was called. */
    public int calls(String path) {
        return calls.computeIfAbsent(path, _ -> new AtomicInteger()).get();
    }

    @Override
    public void close() {
        server.stop();
    }

    private Reply answer(Call call) {
        calls.computeIfAbsent(call.path(), _ -> new AtomicInteger()).incrementAndGet();
        String[] parts = call.path().split("/");
        if (parts.length != 3) {
            return Reply.json(404, "{}");
        }
        String provider = parts[1];
        return switch (parts[2]) {
            case "authorize" -> authorization.answer(provider, call.query(), signedIn, mischief);
            case "token" -> tokens.answer(provider, call, mischief);
            case "userinfo", "user" -> api.who(provider, call.bearer(), mischief);
            case "emails" -> api.emails(call.bearer(), mischief);
            case "keys" -> api.keys(mischief);
            default -> Reply.json(404, "{}");
        };
    }

    private Client client(String provider, String id, @Nullable String issuer) {
        return new Client(id, SECRET, appUrl + "/auth/social/callback/" + provider, issuer);
    }
}
