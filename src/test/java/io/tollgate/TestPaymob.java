package io.tollgate;

import io.tollgate.fakepaymob.FakePaymob;
import java.util.HashMap;
import java.util.Map;

/** The Paymob of this test JVM. */
public final class TestPaymob {

    private static final FakePaymob PAYMOB = FakePaymob.start();

    private TestPaymob() {}

    public static FakePaymob paymob() {
        return PAYMOB;
    }

    static Map<String, Object> environment() {
        Map<String, Object> environment = new HashMap<>(PAYMOB.environment());
        // Long enough for a loaded machine, short enough to wait for.
        environment.put("tollgate.paymob.timeout", "5s");
        environment.put("tollgate.paymob.breaker-open-for", "200ms");
        return environment;
    }
}
