package io.tollgate.platform.mail;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import org.thymeleaf.templateresolver.ITemplateResolver;

/** Fills in the templates of {@code templates/mail}. Blocks: the first use of each reads a file. */
@Component
class MailTemplates {

    private final ITemplateEngine engine;
    private final MailProperties properties;
    private final Clock clock;

    MailTemplates(MailProperties properties, Clock clock) {
        this.properties = properties;
        this.clock = clock;
        SpringTemplateEngine templates = new SpringTemplateEngine();
        templates.setTemplateResolvers(
                Set.of(resolver("*.html", TemplateMode.HTML), resolver("*.txt", TemplateMode.TEXT)));
        this.engine = templates;
    }

    Rendered render(Mail mail) {
        Context context = new Context(Locale.ENGLISH);
        mail.variables().forEach(context::setVariable);
        context.setVariable("subject", mail.subject());
        context.setVariable("appName", properties.appName());
        context.setVariable("appUrl", properties.appUrl());
        context.setVariable("supportEmail", properties.supportEmail());
        context.setVariable("companyAddress", properties.companyAddress());
        context.setVariable("year", clock.instant().atOffset(ZoneOffset.UTC).getYear());
        return new Rendered(
                engine.process(mail.template() + ".html", context), engine.process(mail.template() + ".txt", context));
    }

    record Rendered(String html, String text) {}

    private static ITemplateResolver resolver(String names, TemplateMode mode) {
        ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver();
        resolver.setPrefix("templates/mail/");
        resolver.setResolvablePatterns(Set.of(names));
        resolver.setTemplateMode(mode);
        resolver.setCharacterEncoding(StandardCharsets.UTF_8.name());
        resolver.setCheckExistence(true);
        return resolver;
    }
}
