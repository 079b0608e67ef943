package io.tollgate.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.platform.web.RequestFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Tokens of one family in any order at any time, held against a model that is as plain as the rules. */
@IntegrationTest
class RandomRotationTest {

    private static final int FAMILIES = 40;
    private static final int STEPS = 14;

    @Autowired
    private Rotation rotation;

    @Autowired
    private Grants grants;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private MutableClock clock;

    @Test
    void doesWhatTheModelDoes() {
        long seed = System.nanoTime();
        System.out.println("random rotation, seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < FAMILIES; i++) {
            playOne(random, "seed " + seed + ", family " + i);
        }
    }

    private void playOne(Random random, String name) {
        RefreshToken first = grants.open(testUsers.signUp().user(), List.of("pwd"), RequestFacts.NONE)
                .block()
                .token();
        Model model = new Model(first);
        for (int step = 0; step < STEPS; step++) {
            pass(random);
            Node node = random.nextInt(3) == 0
                    ? model.nodes.get(random.nextInt(model.nodes.size()))
                    : model.nodes.getLast();
            RotationResult actual =
                    rotation.rotate(node.token, RequestFacts.NONE).block();
            model.expect(node, actual, clock.instant(), name + ", step " + step);
        }
    }

    /** Far from the borders of the rules: the clock of the machine runs on as well. */
    private void pass(Random random) {
        clock.advance(
                switch (random.nextInt(10)) {
                    case 0 -> Duration.ofHours(25);
                    case 1, 2 -> Duration.ofSeconds(60);
                    default -> Duration.ofMillis(100);
                });
    }

    private static final class Node {
        final RefreshToken token;
        Instant usedAt;
        Instant handedOutAt;
        Node child;
        boolean replaced;
        boolean dead;

        Node(RefreshToken token) {
            this.token = token;
        }
    }

    private static final class Model {
        final List<Node> nodes = new ArrayList<>();
        boolean ended;

        Model(RefreshToken first) {
            nodes.add(new Node(first));
        }

        void expect(Node node, RotationResult actual, Instant now, String where) {
            if (ended) {
                assertThat(actual).as(where).isInstanceOf(RotationResult.Ended.class);
            } else if (node.usedAt == null && !node.dead) {
                node.usedAt = now;
                handOut(node, actual, now, where);
            } else if (!node.dead && now.isBefore(node.handedOutAt.plusSeconds(20))) {
                assertThat(childOf(actual, where).id()).as(where).isEqualTo(node.child.token.id());
            } else if (!node.dead
                    && node.child.usedAt == null
                    && !node.replaced
                    && now.isBefore(node.usedAt.plus(Duration.ofHours(24)))) {
                node.child.dead = true;
                node.replaced = true;
                handOut(node, actual, now, where);
            } else {
                assertThat(actual).as(where).isInstanceOf(RotationResult.Reused.class);
                ended = true;
            }
        }

        private void handOut(Node node, RotationResult actual, Instant now, String where) {
            RefreshToken child = childOf(actual, where);
            assertThat(nodes).as(where).noneMatch(known -> known.token.id().equals(child.id()));
            assertThat(child.generation()).as(where).isEqualTo(nodes.size());
            node.handedOutAt = now;
            node.child = new Node(child);
            nodes.add(node.child);
        }

        private static RefreshToken childOf(RotationResult actual, String where) {
            assertThat(actual).as(where).isInstanceOf(RotationResult.Rotated.class);
            return ((RotationResult.Rotated) actual).family().token();
        }
    }
}
