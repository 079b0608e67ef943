package io.tollgate.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.token.TokenClient.Answer;
import io.tollgate.auth.token.TokenClient.Tokens;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Two devices of one user, and everything they ever got: what an honest client, a retry or a thief may send, to either node. */
final class Devices {

    static final String FIRST_PASSWORD = "rather long and odd 42";

    private final List<TokenClient> nodes;
    private final Random random;
    private final FamilyAudit audit;
    private final List<Device> devices;

    private volatile String password = FIRST_PASSWORD;

    Devices(List<TokenClient> nodes, TestUser user, Random random, FamilyAudit audit) {
        this.nodes = nodes;
        this.random = random;
        this.audit = audit;
        this.devices = List.of(
                new Device(nodes.getFirst().signIn(user)),
                new Device(nodes.getLast().signIn(user)));
    }

    /** What it ever got: of one family until its user changed the password with it, then of the next. */
    private static final class Device {
        final List<Tokens> got = new CopyOnWriteArrayList<>();

        Device(Tokens first) {
            got.add(first);
        }

        Set<UUID> families() {
            return got.stream().map(Devices::familyOf).collect(Collectors.toSet());
        }
    }

    private static UUID familyOf(Tokens tokens) {
        String claims = new String(Base64.getUrlDecoder().decode(tokens.access().split("\\.")[1]));
        return UUID.fromString(JsonMapper.shared().readTree(claims).get("sid").asString());
    }

    /** Drawn now, made later, perhaps beside others. */
    Runnable nextMove() {
        TokenClient node = nodes.get(random.nextInt(nodes.size()));
        Device device = devices.get(random.nextInt(devices.size()));
        Tokens newest = device.got.getLast();
        Tokens any = device.got.get(random.nextInt(device.got.size()));
        String next = "an odd sentence of " + random.nextLong(Long.MAX_VALUE);
        return switch (random.nextInt(12)) {
            case 0 -> () -> assertThat(node.logout(any.refresh())).isEqualTo(204);
            case 1 -> () -> changePassword(node, device, newest, next);
            case 2, 3, 4 -> () -> refresh(node, device, any);
            default -> () -> refresh(node, device, newest);
        };
    }

    private void refresh(TokenClient node, Device device, Tokens tokens) {
        keep(device, node.refresh(tokens.refresh()));
    }

    private void changePassword(TokenClient node, Device device, Tokens tokens, String next) {
        Answer answer = node.changePassword(tokens.access(), password, next);
        if (answer.status() == 200) {
            password = next;
        }
        keep(device, answer);
    }

    private static void keep(Device device, Answer answer) {
        assertThat(answer.status()).as("%s", answer.body()).isIn(200, 401, 403);
        if (answer.status() == 200 && answer.body().has("refresh_token")) {
            device.got.add(answer.tokens());
        }
    }

    void haveOneLiveTokenEach(String where) {
        devices.stream().flatMap(device -> device.families().stream()).forEach(family -> {
            assertThat(audit.parentsOfTwo(family)).as(where).isZero();
            assertThat(audit.liveTokens(family)).as(where).isEqualTo(1);
        });
    }

    /** @return how many devices are out */
    int stayDead(String where) {
        devices.forEach(device -> device.got.stream()
                .filter(tokens -> audit.ended(familyOf(tokens)))
                .forEach(tokens -> nodes.forEach(node -> {
                    Awaiting.until(where + ": 401", () -> node.me(tokens.access()) == 401);
                    assertThat(node.refresh(tokens.refresh()).status())
                            .as(where)
                            .isEqualTo(401);
                })));
        return (int) (devices.size() - living());
    }

    long living() {
        return devices.stream()
                .filter(device -> !device.families().stream().allMatch(audit::ended))
                .count();
    }
}
