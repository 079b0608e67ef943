package io.tollgate.auth.social;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.TestSocial;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** A browser and the app in it, as far as signing in elsewhere goes. */
final class SocialClient {

    static final String VERIFIER = "a-verifier-of-the-app-that-is-long-enough-1234";

    private static final HttpClient PROVIDERS = HttpClient.newHttpClient();

    private final WebTestClient http;

    SocialClient(WebTestClient http) {
        this.http = http;
    }

    /** Sent off to the provider: where, and with which cookie. */
    record Departed(String provider, URI authorizeUrl, String cookie) {

        String param(String name) {
            return query(authorizeUrl).get(name);
        }
    }

    record Answer(int status, HttpHeaders headers, @Nullable JsonNode body, Map<String, ResponseCookie> cookies) {

        String code() {
            return body.get("code").asString();
        }

        String detail() {
            return body.get("detail").asString();
        }

        String token() {
            return body.get("token").asString();
        }

        String userId() {
            return body.get("user").get("id").asString();
        }

        String location() {
            return headers.getFirst(HttpHeaders.LOCATION);
        }

        String inApp(String name) {
            assertThat(status).as("%s", body).isEqualTo(303);
            assertThat(location()).startsWith(TestSocial.APP + "?");
            return query(URI.create(location())).get(name);
        }

        Answer expect(int expected) {
            assertThat(status).as("%s", body).isEqualTo(expected);
            return this;
        }
    }

    /** The whole way, for tokens from the callback itself. */
    Answer signIn(String provider) {
        return comeBack(depart(provider, Map.of()));
    }

    /** The whole way of an app, up to its code. */
    Answer signInFromApp(String provider) {
        return comeBack(departFromApp(provider));
    }

    Departed departFromApp(String provider) {
        return depart(
                provider, Map.of("redirect_to", TestSocial.APP, "code_challenge", BrowserSecret.sha256(VERIFIER)));
    }

    Departed depart(String provider, Map<String, String> query) {
        Answer answer = start(provider, query).expect(307);
        return new Departed(
                provider,
                URI.create(answer.location()),
                answer.cookies().get("oauth_state_" + provider).getValue());
    }

    Answer start(String provider, Map<String, String> query) {
        return read(http.get()
                .uri(uri -> {
                    uri.path("/" + provider + "/login");
                    query.keySet().forEach(name -> uri.queryParam(name, "{" + name + "}"));
                    return uri.build(query);
                })
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult());
    }

    Answer comeBack(Departed departed) {
        return callback(consent(departed), departed.cookie());
    }

    /** Lets the provider agree; where it sends the browser. */
    URI consent(Departed departed) {
        try {
            HttpResponse<String> response = PROVIDERS.send(
                    HttpRequest.newBuilder(departed.authorizeUrl()).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(302);
            return URI.create(response.headers().firstValue("Location").orElseThrow());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    Answer callback(URI where, @Nullable String cookie) {
        return callback(where.getPath(), where.getRawQuery(), cookie);
    }

    Answer callback(String path, String rawQuery, @Nullable String cookie) {
        String provider = path.substring(path.lastIndexOf('/') + 1);
        WebTestClient.RequestHeadersSpec<?> request = http.get().uri(URI.create(base() + path + "?" + rawQuery));
        if (cookie != null) {
            request.cookie("oauth_state_" + provider, cookie);
        }
        return read(request.exchange().expectBody(JsonNode.class).returnResult());
    }

    Answer exchange(String code, String verifier) {
        return post("/auth/social/exchange", Map.of("code", code, "code_verifier", verifier));
    }

    Answer post(String path, Map<String, ?> body) {
        return read(http.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult());
    }

    int me(String token) {
        return http.get()
                .uri("/me")
                .headers(headers -> headers.setBearerAuth(token))
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    static Answer read(EntityExchangeResult<JsonNode> result) {
        return new Answer(
                result.getStatus().value(),
                result.getResponseHeaders(),
                result.getResponseBody(),
                result.getResponseCookies().toSingleValueMap());
    }

    static Map<String, String> query(URI uri) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : List.of(uri.getRawQuery().split("&"))) {
            String[] parts = pair.split("=", 2);
            values.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return values;
    }

    private String base() {
        EntityExchangeResult<byte[]> any =
                http.get().uri("/livez").exchange().expectBody().returnResult();
        URI url = any.getUrl();
        return url.getScheme() + "://" + url.getAuthority();
    }
}
