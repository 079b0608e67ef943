package io.tollgate.billing.webhook;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Tells endpoints of a change, in the transaction of the change: both are there or neither. Costs nothing while no endpoint wants
 * to hear of it. What the endpoints answer is of no consequence to the caller.
 */
@Component
public class Webhooks {

    private static final int AT_ONCE = 100;

    private final WebhookMessages messages;
    private final Listening listening;

    Webhooks(WebhookMessages messages, Listening listening) {
        this.messages = messages;
        this.listening = listening;
    }

    /**
     * Wants the transaction of the change round it.
     *
     * @param userId whom it concerns
     * @param objectId of what has changed
     * @param data a map with names in snake case or a record: what the API shows of the object
     */
    public Mono<Void> send(WebhookType type, @Nullable UUID userId, UUID objectId, Object data) {
        return sendAll(List.of(new WebhookNews(type, userId, objectId, data)));
    }

    public Mono<Void> send(WebhookNews news) {
        return sendAll(List.of(news));
    }

    /** Several at once, at the cost of one. */
    public Mono<Void> sendAll(List<WebhookNews> news) {
        return listening
                .wanted(news)
                .flatMapIterable(wanted -> wanted)
                .buffer(AT_ONCE)
                .concatMap(messages::write)
                .then();
    }

    /** Whether any endpoint wants to hear of this: for callers to whom the data would cost something. */
    public Mono<Boolean> wanted(WebhookType type) {
        return listening.wants(type);
    }
}
