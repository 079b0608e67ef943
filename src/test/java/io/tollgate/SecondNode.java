package io.tollgate;

import io.tollgate.auth.token.AccessTokens;
import io.tollgate.platform.time.Ids;
import io.tollgate.user.UserRepository;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * A further whole Tollgate in this JVM, on a port of its own, with the same servers and the same clock: what two nodes do to
 * each other shows here.
 */
public final class SecondNode implements AutoCloseable {

    /** Whether a node has set up logging, of which a JVM has one: two that start at once would do it into each other. */
    private static final AtomicBoolean LOGS = new AtomicBoolean();

    /** Null once closed: test classes keep nodes in static fields, and a node is a hundred megabytes. */
    private @Nullable ConfigurableApplicationContext context;

    private SecondNode(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * The one that tests share which want to know what another node makes of something: on the shared clock, it answers requests
     * and leaves the work to others. Nobody closes it.
     */
    public static SecondNode shared() {
        return Shared.NODE;
    }

    /** Shared as well; it hears and tells nothing through Redis. */
    public static SecondNode sharedWithoutRedis() {
        return WithoutRedis.NODE;
    }

    /** Shared as well; its deployment reveals which accounts there are, insists on nonces, and moves nobody through time. */
    public static SecondNode sharedWithOtherRules() {
        return OtherRules.NODE;
    }

    /** Shared as well; its deployment has no provider to log in by, and lets nobody in whose address is not proven. */
    public static SecondNode sharedWithoutProviders() {
        return WithoutProviders.NODE;
    }

    public static SecondNode start(Clock clock) {
        return start(clock, Map.of());
    }

    /** @param overrides properties or variables that differ from those of the first node */
    public static SecondNode start(Clock clock, Map<String, ?> overrides) {
        Map<String, Object> properties = new HashMap<>(TestEnvironment.properties());
        properties.putAll(overrides);
        SpringApplication application = new SpringApplicationBuilder(TollgateApplication.class)
                .initializers(new OwnEventLoops(), configured(properties), sharing(clock))
                .application();
        if (!LOGS.compareAndSet(false, true)) {
            application.setListeners(application.getListeners().stream()
                    .filter(listener -> !(listener instanceof LoggingApplicationListener))
                    .toList());
        }
        return new SecondNode(application.run());
    }

    public String url() {
        return "http://127.0.0.1:" + running().getEnvironment().getProperty("local.server.port");
    }

    /** Speaks to this node. */
    public WebTestClient http() {
        return WebTestClient.bindToServer()
                .baseUrl(url())
                .responseTimeout(Duration.ofSeconds(20))
                .build();
    }

    /** Users whose tokens this node has signed. */
    public TestUsers users() {
        return new TestUsers(
                bean(UserRepository.class),
                bean(DatabaseClient.class),
                bean(AccessTokens.class),
                bean(Ids.class),
                bean(Clock.class));
    }

    public <T> T bean(Class<T> type) {
        return running().getBean(type);
    }

    /** Stops it as an operator would: what runs may finish. */
    @Override
    public void close() {
        ConfigurableApplicationContext closing = context;
        context = null;
        if (closing != null) {
            closing.close();
        }
    }

    private static SecondNode forAll(Map<String, String> overrides) {
        Map<String, String> properties = new HashMap<>(overrides);
        properties.put("TOLLGATE_ROLES", "api");
        return start(MutableClock.shared(), properties);
    }

    private static final class Shared {
        static final SecondNode NODE = forAll(Map.of());
    }

    private static final class WithoutRedis {
        static final SecondNode NODE = forAll(Map.of("REDIS_URL", "redis://127.0.0.1:1"));
    }

    private static final class OtherRules {
        static final SecondNode NODE = forAll(Map.of(
                "tollgate.auth.reveal-existing-accounts",
                "true",
                "GOOGLE_NATIVE_NONCE",
                "required",
                "BILLING_TEST_CLOCKS",
                "false"));
    }

    private static final class WithoutProviders {
        static final SecondNode NODE = forAll(Map.of(
                "GOOGLE_CLIENT_ID", "",
                "GOOGLE_CLIENT_SECRET", "",
                "GITHUB_CLIENT_ID", "",
                "GITHUB_CLIENT_SECRET", "",
                "tollgate.auth.unverified-login", "false"));
    }

    private ConfigurableApplicationContext running() {
        return Objects.requireNonNull(context, "closed");
    }

    private static ApplicationContextInitializer<ConfigurableApplicationContext> configured(
            Map<String, Object> properties) {
        return context -> context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("second node", properties));
    }

    private static ApplicationContextInitializer<ConfigurableApplicationContext> sharing(Clock clock) {
        return context -> register((GenericApplicationContext) context, clock.getClass(), clock);
    }

    private static <C extends Clock> void register(GenericApplicationContext context, Class<C> type, Clock clock) {
        context.registerBean("mutableClock", type, () -> type.cast(clock), bean -> bean.setPrimary(true));
    }
}
