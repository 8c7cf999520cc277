using Kubesharp.Api.AdmissionRegistration.V1;

namespace Kubesharp.Server.Strategies.AdmissionRegistration;

/// <summary>Fills in what webhooks of both kinds leave open.</summary>
internal static class WebhookDefaults
{
    public const int TimeoutSeconds = 10;
    private const int ServicePort = 443;

    public static RuleWithOperations Rule(RuleWithOperations rule) => rule.Rule.Scope is null ? rule with { Rule = rule.Rule with { Scope = ScopeType.All } } : rule;

    public static WebhookClientConfig Client(WebhookClientConfig client) =>
        client.Service is { Port: null } service ? client with { Service = service with { Port = ServicePort } } : client;
}
