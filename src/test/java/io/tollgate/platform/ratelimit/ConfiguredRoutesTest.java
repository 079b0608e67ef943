package io.tollgate.platform.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.platform.ratelimit.RateLimitProperties.RouteProperties;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.web.util.pattern.PathPatternParser;

/** The routes as {@code application.yaml} has them. */
@IntegrationTest
class ConfiguredRoutesTest {

    private static final String TABLE = """
            POST   | /login                             | login-ip
            POST   | /login/code                        | login-ip
            POST   | /register                          | register-ip
            POST   | /refresh-token                     | refresh-ip
            POST   | /logout                            | refresh-ip
            POST   | /logout/all                        | ip account
            GET    | /google/login                      | social-ip
            GET    | /github/login                      | social-ip
            GET    | /auth/social/callback/github       | social-ip
            POST   | /auth/social/exchange              | social-ip
            GET    | /verify                            | verify-ip
            POST   | /verify                            | verify-ip
            POST   | /request/verify                    | verify-ip account
            POST   | /forget-password                   | reset-ip
            POST   | /new-password                      | reset-ip
            POST   | /request/login-code                | reset-ip
            POST   | /passkeys/register/options         | ip account passkey
            GET    | /passkeys                          | ip account
            POST   | /me/email/confirm                  | verify-ip
            POST   | /me/email/cancel                   | verify-ip
            POST   | /me/email                          | ip account
            GET    | /me/export                         | ip account export
            POST   | /sessions/step-up                  | ip account step-up
            GET    | /sessions                          | ip account
            POST   | /mfa/totp/confirm                  | ip account step-up
            DELETE | /mfa/totp                          | ip account step-up
            POST   | /change-password                   | ip change-password
            POST   | /deactivate                        | ip change-password
            DELETE | /me                                | ip change-password
            GET    | /me                                | ip account
            GET    | /billing/plans                     | public-read
            HEAD   | /billing/plans                     | public-read
            GET    | /billing/plans/abc                 | public-read
            POST   | /billing/plans                     | ip account
            GET    | /.well-known/jwks.json             | public-read
            GET    | /docs                              | public-read
            GET    | /v3/api-docs/swagger-config        | public-read
            GET    | /webjars/swagger-ui/index.html     | public-read
            POST   | /billing/subscriptions/subscribe   | ip account subscribe
            POST   | /billing/subscriptions/upgrade     | ip account billing
            DELETE | /billing/subscriptions/change      | ip account billing
            GET    | /billing/subscriptions/me          | ip account
            POST   | /billing/portal                    | ip account billing
            POST   | /billing/invoices/abc/pay          | ip account billing
            GET    | /billing/invoices/abc              | ip account
            POST   | /billing/usage                     | service-ip service-token
            POST   | /billing/usage/batch               | service-ip service-token
            POST   | /billing/entitlements/seats/consume | service-ip service-token
            GET    | /billing/usage/me                  | ip account
            POST   | /billing/stripe/webhook            |
            POST   | /billing/paymob/webhook            |
            GET    | /healthz                           |
            GET    | /livez                             |
            GET    | /readyz                            |
            GET    | /actuator/health                   |
            """;

    @Autowired
    private RateLimitProperties properties;

    @Autowired
    private Policies policies;

    private record Row(HttpMethod method, String path, List<String> policies) {

        static Row of(String line) {
            String[] cells = line.split("\\|", -1);
            return new Row(HttpMethod.valueOf(cells[0].strip()), cells[1].strip(), words(cells[2]));
        }

        private static List<String> words(String cell) {
            return Arrays.stream(cell.strip().split(" "))
                    .filter(word -> !word.isEmpty())
                    .toList();
        }
    }

    static Stream<Row> rows() {
        return TABLE.lines().map(Row::of);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyRouteGroupHasItsPolicies(Row row) {
        RouteLimits.Route route = new RouteLimits(enabled(), policies)
                .of(MockServerHttpRequest.method(row.method(), row.path()).build());
        assertThat(Stream.concat(route.byAddress().stream(), route.bySignedIn().stream())
                        .map(Policy::name))
                .containsExactlyElementsOf(row.policies());
    }

    /** Whoever adds a pattern says above what it is for. */
    @Test
    void everyPatternIsTried() {
        assertThat(properties.routes().stream()
                        .flatMap(route -> route.paths().stream()
                                .filter(path -> rows().noneMatch(row -> tries(row, route, path)))))
                .isEmpty();
    }

    private static boolean tries(Row row, RouteProperties route, String pattern) {
        return (route.methods().isEmpty()
                        || route.methods().contains(row.method().name()))
                && PathPatternParser.defaultInstance.parse(pattern).matches(PathContainer.parsePath(row.path()))
                && route.policies().equals(row.policies());
    }

    private RateLimitProperties enabled() {
        return new RateLimitProperties(true, properties.fallbackShare(), properties.policies(), properties.routes());
    }
}
