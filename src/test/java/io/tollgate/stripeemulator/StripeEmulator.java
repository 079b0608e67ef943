package io.tollgate.stripeemulator;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A Stripe account in memory behind HTTP: the API, hosted pages, webhooks and the controls of a test. */
public final class StripeEmulator {
    /**
     * How to start.
     *
     * @param port 0 for any free one
     * @param apiKey the secret key callers must present
     * @param webhookUrl where events go from the start, null for nowhere yet
     * @param webhookTries attempts for each delivery before it is given up
     * @param webhookBackoff wait after the first failed attempt; it doubles each time, six times
     * @param heartbeat how often time is checked for what is due; zero means only when a control advances it
     */
    public record Settings(
            String host,
            int port,
            String apiKey,
            @Nullable String webhookUrl,
            List<String> webhookSecrets,
            int webhookTries,
            Duration webhookBackoff,
            Duration heartbeat,
            Clock clock) {

        /** A free port on localhost, key {@code sk_test_emulator}, no endpoint, five tries from 200 ms on. */
        public static Settings on(Clock clock) {
            return new Settings(
                    "localhost",
                    0,
                    "sk_test_emulator",
                    null,
                    List.of(),
                    5,
                    Duration.ofMillis(200),
                    Duration.ZERO,
                    clock);
        }

        /** {@code 0.0.0.0} to be reached from other machines or containers. */
        public Settings host(String name) {
            return new Settings(
                    name, port, apiKey, webhookUrl, webhookSecrets, webhookTries, webhookBackoff, heartbeat, clock);
        }

        public Settings port(int fixed) {
            return new Settings(
                    host, fixed, apiKey, webhookUrl, webhookSecrets, webhookTries, webhookBackoff, heartbeat, clock);
        }

        public Settings apiKey(String key) {
            return new Settings(
                    host, port, key, webhookUrl, webhookSecrets, webhookTries, webhookBackoff, heartbeat, clock);
        }

        public Settings webhook(String url, String... secrets) {
            return new Settings(
                    host, port, apiKey, url, List.of(secrets), webhookTries, webhookBackoff, heartbeat, clock);
        }

        public Settings webhookTries(int tries, Duration backoff) {
            return new Settings(host, port, apiKey, webhookUrl, webhookSecrets, tries, backoff, heartbeat, clock);
        }

        public Settings heartbeat(Duration period) {
            return new Settings(
                    host, port, apiKey, webhookUrl, webhookSecrets, webhookTries, webhookBackoff, period, clock);
        }
    }

    private final StateThread state = new StateThread();
    private final Machine machine;
    private final Controls controls;
    private final EmulatorServer server;

    private StripeEmulator(Settings settings) {
        machine = Machine.build(settings, state, new Ids(new Random()));
        controls = new Controls(state, machine);
        server = new EmulatorServer(settings, state, machine);
        machine.account().baseUrl().set(server.baseUrl());
        if (settings.webhookUrl() != null) {
            deliverTo(settings.webhookUrl(), settings.webhookSecrets().toArray(String[]::new));
        }
        if (settings.heartbeat().isPositive()) {
            state.every(settings.heartbeat(), machine.timeline()::catchUp);
        }
    }

    /** Starts and returns once requests are accepted. */
    public static StripeEmulator start(Settings settings) {
        return new StripeEmulator(settings);
    }

    /** Such as {@code http://localhost:12111}: the API's base address and that of the hosted pages. */
    public String baseUrl() {
        return server.baseUrl();
    }

    public Controls controls() {
        return controls;
    }

    /** Sends every event to this endpoint from now on, signed once with each secret; returns the endpoint's id. */
    public String deliverTo(String url, String... secrets) {
        return state.call(() -> machine.endpoints().deliverTo(url, List.of(secrets)));
    }

    /** Stops listening and breaks every connection, answered or not. */
    public void stop() {
        machine.sender().stop();
        server.stop();
        state.stop();
    }
}
