package io.tollgate.auth.otp;

import io.tollgate.Mailbox;
import io.tollgate.auth.AuthCalls;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Asks for codes and reads them in the mails. */
record CodeMails(AuthCalls calls) {

    private static final Pattern CODE = Pattern.compile("(?m)^(\\d{6})$");

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

    private static String read(String email, int mail) {
        String text = Mailbox.of(email).await(mail).get(mail - 1).text();
        Matcher codes = CODE.matcher(text.replace("\r", ""));
        if (!codes.find()) {
            throw new AssertionError("No code in: " + text);
        }
        return codes.group(1);
    }
}
