package io.tollgate;

import io.tollgate.fakeprovider.FakeProvider;
import java.util.HashMap;
import java.util.Map;

/** The Google and GitHub of this test JVM. */
public final class TestSocial {

    /** Where the app of the tests waits. */
    public static final String APP = "https://app.test/signed-in";

    private static final FakeProvider PROVIDER = FakeProvider.start(MutableClock.shared(), "http://tollgate.test");

    private TestSocial() {}

    public static FakeProvider provider() {
        return PROVIDER;
    }

    static Map<String, Object> environment() {
        Map<String, Object> environment = new HashMap<>(PROVIDER.environment());
        environment.put("SOCIAL_REDIRECT_URIS", APP + ",com.example.app:/signed-in?from=tollgate");
        // Long enough for a loaded machine, short enough to wait for.
        environment.put("tollgate.auth.social.timeout", "5s");
        return environment;
    }
}
