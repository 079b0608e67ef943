package io.tollgate.fakeprovider;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Asks a developer who they want to be. */
final class ConsentPage {

    private ConsentPage() {}

    static Reply show(String provider, Map<String, String> asked, List<FakeAccount> accounts) {
        String choices = accounts.stream()
                .map(account -> "<li><a href=\"%s\">%s</a> %s</li>"
                        .formatted(
                                link(provider, asked, account.login()),
                                escape(String.valueOf(account.name())),
                                escape(account.email() == null ? "shows no address" : account.email())))
                .collect(Collectors.joining());
        return Reply.html("""
                <!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Pretend %1$s</title>
                <body style="font-family:sans-serif;max-width:40em;margin:4em auto">
                <h1>Pretend %1$s</h1><p>Sign in to %2$s as</p><ul>%3$s</ul>
                <p><a href="%4$s">Cancel</a></p></body></html>
                """.formatted(
                escape(provider), escape(asked.getOrDefault("client_id", "")), choices, link(provider, asked, "")));
    }

    private static String link(String provider, Map<String, String> asked, String login) {
        Map<String, String> more = new TreeMap<>(asked);
        more.put("as", login);
        return escape("/" + provider + "/authorize?" + Call.format(more));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
