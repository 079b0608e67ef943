package io.tollgate.auth.otp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Mailbox;
import io.tollgate.auth.AuthCalls;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Asks for codes and reads them in the mails. */
record CodeMails(AuthCalls calls) {

    private static final Pattern CODE = Pattern.compile("(?m)^(\\d{6}|\\d{8})$");

    /** The flow and the code of one request. */
    record Code(String email, String flowId, String code) {

        Map<String, String> body() {
            return Map.of("email", email, "code", code, "flow_id", flowId);
        }

        /** As clients of the original system send it. */
        Map<String, String> withoutFlow() {
            return Map.of("email", email, "code", code);
        }

        Code wrong() {
            return new Code(email, flowId, code.equals("000000") ? "000001" : "000000");
        }
    }

    JsonNode ask(String email) {
        return calls.post("/request/login-code", Map.of("email", email), 200);
    }

    /** @param mail which of the mails to the address it is in, from 1 */
    Code get(String email, int mail) {
        String flowId = ask(email).get("flow_id").asString();
        return new Code(email, flowId, read(email, mail));
    }

    Code get(String email) {
        return get(email, 1);
    }

    /** A login with this body is refused as every wrong one is. */
    void refuse(Map<String, String> body) {
        JsonNode refusal = calls.post("/login/code", body, 400);
        assertThat(refusal.get("code").asString()).isEqualTo("login_code_invalid");
        assertThat(refusal.get("detail").asString()).isEqualTo("Invalid code or email.");
    }

    private static String read(String email, int mail) {
        String text = Mailbox.of(email).await(mail).get(mail - 1).text();
        Matcher codes = CODE.matcher(text.replace("\r", ""));
        if (!codes.find()) {
            throw new AssertionError("No code in: " + text);
        }
        return codes.group(1);
    }
}
