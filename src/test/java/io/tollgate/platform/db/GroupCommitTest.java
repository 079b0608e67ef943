package io.tollgate.platform.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.TransientDataAccessResourceException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class GroupCommitTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<List<String>> statements = new ArrayList<>();
    private final List<TestPublisher<Boolean>> commits = new ArrayList<>();
    private final GroupCommit<String, String, String> held =
            new GroupCommit<>(1, PATIENCE, text -> text, this::heldStatement);

    @Test
    void sendsTheFirstAtOnceAndTheRestTogether() {
        List<Mono<String>> calls = List.of(started("a"), started("b"), started("c"));
        assertThat(statements).containsExactly(List.of("a"));
        commits.getFirst().complete();
        assertThat(statements).containsExactly(List.of("a"), List.of("b", "c"));
        commits.get(1).complete();
        assertThat(Flux.concat(calls).collectList().block(PATIENCE)).containsExactly("A", "B", "C");
    }

    @Test
    void letsTwoOfOneKeyGoOneAfterTheOther() {
        List<Mono<String>> calls = List.of(started("a"), started("b"), started("b"), started("c"));
        commits.getFirst().complete();
        assertThat(statements.getLast()).containsExactly("b", "c");
        commits.get(1).complete();
        assertThat(statements.getLast()).containsExactly("b");
        commits.get(2).complete();
        assertThat(Flux.concat(calls).collectList().block(PATIENCE)).containsExactly("A", "B", "B", "C");
    }

    @Test
    void neitherSendsNorStopsForWhoLeaves() {
        Mono<String> first = started("a");
        held.submit("b").subscribe().dispose();
        Mono<String> third = started("c");
        commits.getFirst().complete();
        assertThat(statements.getLast()).containsExactly("c");
        commits.get(1).complete();
        assertThat(Flux.concat(first, third).collectList().block(PATIENCE)).containsExactly("A", "C");
    }

    @Test
    void makesOnlyTheGuiltyPayForDataThatFailsAStatement() {
        GroupCommit<String, String, String> together = new GroupCommit<>(1, PATIENCE, text -> text, this::refusingB);
        List<Mono<String>> calls = List.of("first", "a", "b", "c").stream()
                .map(text -> started(together, text))
                .toList();
        commits.getFirst().complete();
        StepVerifier.create(calls.get(1)).expectNext("A").verifyComplete();
        StepVerifier.create(calls.get(2)).verifyError(DataIntegrityViolationException.class);
        StepVerifier.create(calls.get(3)).expectNext("C").verifyComplete();
    }

    @Test
    void tellsAllOfADatabaseThatIsAwayAndAsksItOnce() {
        List<Mono<String>> calls = List.of(started("a"), started("b"), started("c"));
        commits.getFirst().complete();
        commits.get(1).error(new TransientDataAccessResourceException("away"));
        StepVerifier.create(calls.get(1)).verifyError(TransientDataAccessResourceException.class);
        StepVerifier.create(calls.get(2)).verifyError(TransientDataAccessResourceException.class);
        assertThat(statements).hasSize(2);
        Mono<String> next = started("d");
        commits.get(2).complete();
        StepVerifier.create(next).expectNext("D").verifyComplete();
    }

    @Test
    void givesUpAStatementThatHangsAndGoesOn() {
        Duration soon = Duration.ofMillis(100);
        GroupCommit<String, String, String> together = new GroupCommit<>(
                1, soon, text -> text, texts -> texts.contains("a") ? Mono.never() : Mono.just(upper(texts)));
        StepVerifier.create(together.submit("a"))
                .expectError(TimeoutException.class)
                .verify(PATIENCE);
        Awaiting.until(
                "the next",
                () -> "B".equals(together.submit("b").onErrorComplete().block(PATIENCE)));
    }

    @Test
    void refusesWhatIsTooMuchToWait() {
        GroupCommit<String, String, String> small =
                new GroupCommit<>(1, 64, PATIENCE, new Backlog<>(5, String::length), text -> text, this::heldStatement);
        Mono<String> first = started(small, "a");
        Mono<String> second = started(small, "abc");
        StepVerifier.create(small.submit("def")).verifyError(BacklogFull.class);
        Mono<String> third = started(small, "gh");
        commits.getFirst().complete();
        Mono<String> fourth = started(small, "ijklm");
        commits.get(1).complete();
        commits.get(2).complete();
        assertThat(Flux.concat(first, second, third, fourth).collectList().block(PATIENCE))
                .containsExactly("A", "ABC", "GH", "IJKLM");
    }

    @Test
    void answersEachOfManyParallelCallsOnce() {
        GroupCommit<Integer, Integer, Integer> together = new GroupCommit<>(
                3,
                PATIENCE,
                number -> number % 500,
                numbers -> Mono.just(numbers.stream().collect(Collectors.toMap(n -> n % 500, Function.identity())))
                        .subscribeOn(Schedulers.parallel()));
        List<Integer> answers = Flux.range(0, 20_000)
                .flatMap(number -> together.submit(number).subscribeOn(Schedulers.parallel()), 256)
                .collectSortedList()
                .block(PATIENCE);
        assertThat(answers).isEqualTo(IntStream.range(0, 20_000).boxed().toList());
    }

    private Mono<String> started(String text) {
        return started(held, text);
    }

    private static Mono<String> started(GroupCommit<String, String, String> together, String text) {
        Sinks.One<String> answer = Sinks.one();
        together.submit(text).subscribe(answer::tryEmitValue, answer::tryEmitError);
        return answer.asMono();
    }

    private Mono<Map<String, String>> heldStatement(List<String> texts) {
        TestPublisher<Boolean> commit = TestPublisher.create();
        statements.add(texts);
        commits.add(commit);
        return commit.mono().then(Mono.fromSupplier(() -> upper(texts)));
    }

    private Mono<Map<String, String>> refusingB(List<String> texts) {
        if (texts.contains("first")) {
            return heldStatement(texts);
        }
        return texts.contains("b") ? Mono.error(new DataIntegrityViolationException("b")) : Mono.just(upper(texts));
    }

    private static Map<String, String> upper(List<String> texts) {
        return texts.stream().collect(Collectors.toMap(Function.identity(), String::toUpperCase));
    }
}
