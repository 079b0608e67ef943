package io.tollgate.platform.jobs;

import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Answers messages that others put on a topic: many at a time, each on another topic under the key it came with. A message is
 * done with when its answer is written; until then it comes again, so the handler must be able to take it twice.
 */
public interface MessageHandler {

    /** Without prefix; empty: no messages are taken. */
    String topic();

    /** How old a message may be and still count: so long its topic keeps what no node has taken. */
    Duration wanted();

    /** The answers of these messages in the same order; one that Kafka takes in no way is left out. An error: all of them come again. */
    Mono<List<byte[]>> handle(List<Message> messages);

    /** Where the answers go, without prefix. */
    default String answers() {
        return topic() + "-results";
    }
}
