package io.tollgate;

import java.util.HashMap;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Points the application at this JVM's servers. */
public class TestEnvironment implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** 32 bytes that are nobody's secret. */
    public static final String SECRET_KEY = "dG9sbGdhdGUtdGVzdHMtb25seS0zMi1ieXRlcy1rZXk=";

    /** What the deployment of the tests had before: all of them run in the middle of a rotation. */
    public static final String PREVIOUS_SECRET_KEY = "dG9sbGdhdGUtdGVzdHMtb25jZS10aGF0LTMyLWJ5dGVzLWtleQ==";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("local servers", properties()));
    }

    static Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>(LocalServers.shared().environment());
        properties.put("TOLLGATE_SECRET_KEY", SECRET_KEY);
        properties.put("TOLLGATE_SECRET_KEY_PREVIOUS", PREVIOUS_SECRET_KEY);
        properties.putAll(TestSocial.environment());
        properties.putAll(TestPaymob.environment());
        properties.put("STRIPE_API_BASE", TestStripe.baseUrl());
        properties.put("STRIPE_SECRET_KEY", TestStripe.SECRET_KEY);
        // A test that breaks Stripe shall not cost the next one its time.
        properties.put("tollgate.stripe.retry-delay", "20ms");
        properties.put("tollgate.stripe.breaker-open-for", "200ms");
        properties.put("tollgate.jobs.backoff", "200ms");
        // The clock is moved without a word: what has become due by that is looked for more often than in production.
        properties.put("tollgate.jobs.poll-interval", "200ms");
        // Moved on by days amid a job, it would have the job done twice at once, which is no fault of a job that takes
        // a day.
        properties.put("tollgate.jobs.resend-after", "36500d");
        // A machine with too much to do may stop for a moment: that is no outage.
        properties.put("tollgate.redis.command-timeout", "2s");
        properties.putIfAbsent("STRIPE_WEBHOOK_SECRET", "whsec_tollgate,whsec_tollgate_rolled");
        properties.put("server.port", "0");
        properties.put("APP_URL", "http://tollgate.test");
        properties.put("tollgate.probes", "true");
        properties.put("BILLING_TEST_CLOCKS", "true");
        properties.put("COLLECTION_AFTER_RUN", "0s");
        // A currency of the tests of small debts.
        properties.put("OVERDUE_FROM", "NOK:5000");
        // Guessing costs time, but not the tests'.
        properties.put("tollgate.auth.guessing.step", "5ms");
        properties.put("tollgate.auth.guessing.max-code-failures", "50");
        // Receivers of webhooks stand on this machine.
        properties.put("WEBHOOK_ALLOW_HTTP", "true");
        properties.put("WEBHOOK_ALLOWED_NETWORKS", "127.0.0.1");
        properties.put("WEBHOOK_PORTS", "1-65535");
        properties.put("tollgate.billing.webhooks.answer-timeout", "6s");
        // Whoever asks first for the API document waits until it is built.
        properties.put("spring.test.webtestclient.timeout", "20s");
        // All tests call from one address.
        properties.put("RATE_LIMIT_ENABLED", "false");
        return properties;
    }
}
