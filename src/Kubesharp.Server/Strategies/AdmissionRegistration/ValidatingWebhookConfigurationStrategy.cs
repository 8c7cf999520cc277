using Kubesharp.Api.AdmissionRegistration.V1;

namespace Kubesharp.Server.Strategies.AdmissionRegistration;

internal sealed class ValidatingWebhookConfigurationStrategy : ResourceStrategy<ValidatingWebhookConfiguration>
{
    public override bool TracksGeneration => true;

    public override IReadOnlyList<TableColumn> TableColumns => MutatingWebhookConfigurationStrategy.Columns;

    protected internal override ValidatingWebhookConfiguration Default(ValidatingWebhookConfiguration value)
    {
        var webhooks = value.Webhooks.Map(static hook =>
        {
            var rules = hook.Rules.Map(WebhookDefaults.Rule);
            var client = WebhookDefaults.Client(hook.ClientConfig);
            if (rules.IsSame(hook.Rules) && ReferenceEquals(client, hook.ClientConfig)
                && hook is { FailurePolicy: not null, MatchPolicy: not null, NamespaceSelector: not null, ObjectSelector: not null, TimeoutSeconds: not null }) return hook;
            return hook with
            {
                Rules = rules,
                ClientConfig = client,
                FailurePolicy = hook.FailurePolicy ?? FailurePolicyType.Fail,
                MatchPolicy = hook.MatchPolicy ?? MatchPolicyType.Equivalent,
                NamespaceSelector = hook.NamespaceSelector ?? new(),
                ObjectSelector = hook.ObjectSelector ?? new(),
                TimeoutSeconds = hook.TimeoutSeconds ?? WebhookDefaults.TimeoutSeconds,
            };
        });
        return webhooks.IsSame(value.Webhooks) ? value : value with { Webhooks = webhooks };
    }

    protected internal override void WriteRow(ValidatingWebhookConfiguration value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Number(value.Webhooks.Count);
        row.Age(value.Metadata.CreationTimestamp);
    }
}
