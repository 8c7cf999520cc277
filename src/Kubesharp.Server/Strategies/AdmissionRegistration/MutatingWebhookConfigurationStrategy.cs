using Kubesharp.Api.AdmissionRegistration.V1;
using Kubesharp.Server.Printers;

namespace Kubesharp.Server.Strategies.AdmissionRegistration;

internal sealed class MutatingWebhookConfigurationStrategy : ResourceStrategy<MutatingWebhookConfiguration>
{
    internal static readonly TableColumn[] Columns = [Cells.Name, new("Webhooks", "integer", "Number of webhooks."), Cells.Age];

    public override bool TracksGeneration => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override MutatingWebhookConfiguration Default(MutatingWebhookConfiguration value)
    {
        var webhooks = value.Webhooks.Map(static hook =>
        {
            var rules = hook.Rules.Map(WebhookDefaults.Rule);
            var client = WebhookDefaults.Client(hook.ClientConfig);
            if (rules.IsSame(hook.Rules) && ReferenceEquals(client, hook.ClientConfig)
                && hook is { FailurePolicy: not null, MatchPolicy: not null, NamespaceSelector: not null, ObjectSelector: not null, TimeoutSeconds: not null, ReinvocationPolicy: not null }) return hook;
            return hook with
            {
                Rules = rules,
                ClientConfig = client,
                FailurePolicy = hook.FailurePolicy ?? FailurePolicyType.Fail,
                MatchPolicy = hook.MatchPolicy ?? MatchPolicyType.Equivalent,
                NamespaceSelector = hook.NamespaceSelector ?? new(),
                ObjectSelector = hook.ObjectSelector ?? new(),
                TimeoutSeconds = hook.TimeoutSeconds ?? WebhookDefaults.TimeoutSeconds,
                ReinvocationPolicy = hook.ReinvocationPolicy ?? ReinvocationPolicyType.Never,
            };
        });
        return webhooks.IsSame(value.Webhooks) ? value : value with { Webhooks = webhooks };
    }

    protected internal override void WriteRow(MutatingWebhookConfiguration value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Number(value.Webhooks.Count);
        row.Age(value.Metadata.CreationTimestamp);
    }
}
