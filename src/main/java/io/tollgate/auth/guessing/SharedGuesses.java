package io.tollgate.auth.guessing;

import io.tollgate.platform.redis.Redis;
import io.tollgate.platform.redis.RedisScript;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Counts in Redis, under digests: no address and no name stands there. */
@Component
class SharedGuesses {

    private final RedisScript script = RedisScript.of("redis/guesses.lua");
    private final Redis redis;
    private final GuessingProperties properties;

    SharedGuesses(Redis redis, GuessingProperties properties) {
        this.redis = redis;
        this.properties = properties;
    }

    Mono<Standing> count(Guess guess) {
        return run("count", guess)
                .map(answer -> new Standing(answer.get(0).intValue(), Duration.ofMillis(answer.get(1))));
    }

    Mono<Void> right(Guess guess) {
        return run("right", guess).then();
    }

    Mono<Void> takeBack(Guess guess) {
        return run("take back", guess).then();
    }

    Mono<Void> forget(Guess guess) {
        return run("forget", guess).then();
    }

    private Mono<List<Long>> run(String operation, Guess guess) {
        return redis.eval(
                        script,
                        keys(guess),
                        operation,
                        guess.from(),
                        Integer.toString(properties.maxFailures(guess.what())),
                        Long.toString(properties.forgottenAfter().toMillis()),
                        Long.toString(properties.knownFor().toMillis()))
                .publishOn(Schedulers.parallel());
    }

    private String[] keys(Guess guess) {
        return Stream.concat(Stream.of(guess.account()), guess.former().stream())
                .map(guess::key)
                .flatMap(key -> Stream.of(redis.key("guesses:" + key), redis.key("known:" + key + ":" + guess.from())))
                .toArray(String[]::new);
    }
}
