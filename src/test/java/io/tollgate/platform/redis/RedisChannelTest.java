package io.tollgate.platform.redis;

import io.tollgate.Awaiting;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisChannelTest {

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<Instant> begun = new CopyOnWriteArrayList<>();

    private PrivateRedis server;
    private RedisNode speaker;
    private RedisNode listener;
    private RedisChannel channel;

    @BeforeEach
    void start() {
        server = PrivateRedis.started();
        speaker = new RedisNode(server.url());
        channel = speaker.channels().open("news");
        listener = new RedisNode(server.url());
        listener.channels().open("news").messages().subscribe(heard::add);
        listener.channels().open("news").reconnected().subscribe(begun::add);
        speaker.start();
        listener.start();
        Awaiting.until(() -> !begun.isEmpty() && speaker.redis().up());
    }

    @AfterEach
    void stop() throws Exception {
        speaker.close();
        listener.close();
        server.close();
    }

    @Test
    void tellsTheOtherNode() {
        channel.publish("hällo").block();
        Awaiting.until(() -> heard.equals(List.of("hällo")));
    }

    @Test
    void listensAgainAfterAGapAndSaysSo() throws Exception {
        server.stop();
        Awaiting.until(() -> !speaker.redis().up());
        int before = begun.size();

        server.start();
        Awaiting.until(() -> begun.size() > before && speaker.redis().up());
        channel.publish("after").block();
        Awaiting.until(() -> heard.equals(List.of("after")));
        // Each node subscribes to the channel that it has; a slow machine may need several tries.
        Awaiting.until(
                "each has subscribed, and is told once for each time", () -> begun.size() - before < subscriptions());
    }

    @Test
    void tellsALateSubscriberThatListeningHasBegun() {
        List<Instant> late = new CopyOnWriteArrayList<>();
        listener.channels().open("news").reconnected().subscribe(late::add);
        Awaiting.until(() -> late.size() == 1);
    }

    /** All that this Redis has seen. */
    private long subscriptions() {
        String statistics =
                speaker.redis().run(redis -> redis.info("commandstats")).block();
        return Pattern.compile("cmdstat_subscribe:calls=(\\d+)")
                .matcher(statistics)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }
}
