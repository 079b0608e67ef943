package io.tollgate.platform.web;

import org.jspecify.annotations.Nullable;

/** What is worth remembering of a request in sessions and the audit log. */
public record RequestFacts(String ip, @Nullable String userAgent, String requestId) {

    private static final int MAX_USER_AGENT = 512;

    /** Nobody asked: a job or the start-up did it. */
    public static final RequestFacts NONE = new RequestFacts("-", null, "-");

    static RequestFacts of(String ip, @Nullable String userAgent, String requestId) {
        String kept = userAgent != null && userAgent.length() > MAX_USER_AGENT
                ? userAgent.substring(0, MAX_USER_AGENT)
                : userAgent;
        return new RequestFacts(ip, kept, requestId);
    }
}
