package io.tollgate.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.TestUsers;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * Refreshes, replays, logouts and password changes of one user's devices, in any order, several at a time, on two nodes. Whatever
 * happened, no token has two live children, and nothing of a dead family lives.
 */
@IntegrationTest
class RotationAcrossNodesTest {

    private static final int USERS = 9;
    private static final int STEPS = 6;

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private Grants grants;

    @Autowired
    private PasswordHashing hashing;

    @Autowired
    private PasswordRepository passwords;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    private long living;

    @Test
    void neverLeavesTwoLiveChildrenNorALiveTokenOfADeadFamily() {
        long seed = System.nanoTime();
        System.out.println("rotation on two nodes, seed " + seed);
        Random random = new Random(seed);
        String hash = hashing.hash(Devices.FIRST_PASSWORD).block();
        int dead = 0;
        SecondNode second = SecondNode.shared();
        List<TokenClient> nodes = List.of(new TokenClient(http, grants), new TokenClient(second.http(), grants));
        for (int user = 0; user < USERS; user++) {
            Devices devices = signUp(nodes, hash, random);
            dead += play(devices, random, "seed " + seed + ", user " + user);
        }
        assertThat(dead).as("dead families, seed " + seed).isPositive();
        assertThat(living).as("families that outlived a step, seed " + seed).isPositive();
    }

    private Devices signUp(List<TokenClient> nodes, String hash, Random random) {
        TestUsers.TestUser user = testUsers.signUp();
        passwords.insert(user.id(), hash).block();
        return new Devices(nodes, user, random, new FamilyAudit(db));
    }

    private int play(Devices devices, Random random, String name) {
        for (int step = 0; step < STEPS; step++) {
            clock.advance(random.nextInt(3) == 0 ? Duration.ofSeconds(25) : Duration.ofMillis(100));
            List<Runnable> moves = Stream.generate(devices::nextMove)
                    .limit(1 + random.nextInt(4))
                    .toList();
            AtOnce.times(moves.size(), number -> {
                moves.get(number).run();
                return number;
            });
            devices.haveOneLiveTokenEach(name + ", step " + step);
            living += devices.living();
        }
        return devices.stayDead(name);
    }
}
