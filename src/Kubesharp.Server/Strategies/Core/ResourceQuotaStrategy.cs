using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Core;

internal sealed class ResourceQuotaStrategy : ResourceStrategy<ResourceQuota>
{
    private static readonly TableColumn[] Columns = [Cells.Name, new("Request", Description: "What is used of what may be requested."), new("Limit", Description: "What is used of the limits."), Cells.Age];

    private static readonly string[] Scopes =
    [
        ResourceQuotaScope.BestEffort, ResourceQuotaScope.CrossNamespacePodAffinity, ResourceQuotaScope.NotBestEffort, ResourceQuotaScope.NotTerminating, ResourceQuotaScope.PriorityClass, ResourceQuotaScope.Terminating, ResourceQuotaScope.VolumeAttributesClass,
    ];

    public override bool HasStatus => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override ResourceQuota CopyStatus(ResourceQuota to, ResourceQuota from) => to with { Status = from.Status };

    protected internal override ResourceQuota Default(ResourceQuota value)
    {
        var hard = ResourceDefaults.Round(value.Spec.Hard);
        return hard.IsSame(value.Spec.Hard) ? value : value with { Spec = value.Spec with { Hard = hard } };
    }

    protected internal override void Validate(ResourceQuota value, ErrorList errors, RequestContext context)
    {
        var hard = FieldPath.Of("spec", "hard");
        foreach (var (name, amount) in value.Spec.Hard)
        {
            var place = hard.Key(name);
            if (Names.QualifiedName(name) is { Length: > 0 } bad) errors.Invalid(place, name, bad);
            else if (!name.Contains('/') && !ResourceNames.IsStandardQuotaResource(name)) errors.Invalid(place, name, "must be a standard resource for quota");
            ResourceValidator.Amount(name, amount, place, errors);
        }

        for (var i = 0; i < value.Spec.Scopes.Count; i++)
        {
            if (!Scopes.Contains(value.Spec.Scopes[i])) errors.Invalid(FieldPath.Of("spec", "scopes"), value.Spec.Scopes, "unsupported scope");
        }
    }

    protected internal override void ValidateUpdate(ResourceQuota value, ResourceQuota old, ErrorList errors, RequestContext context)
    {
        Validate(value, errors, context);
        if (value.Spec.Scopes != old.Spec.Scopes) errors.Invalid(FieldPath.Of("spec", "scopes"), value.Spec.Scopes, Check.Immutable);
    }

    protected internal override void WriteRow(ResourceQuota value, TableRowBuilder row)
    {
        var requests = new List<string>();
        var limits = new List<string>();
        foreach (var (name, hard) in value.Status.Hard)
        {
            var used = value.Status.Used.TryGetValue(name, out var amount) ? amount : Quantity.Zero;
            (name.StartsWith("limits.", StringComparison.Ordinal) ? limits : requests).Add($"{name}: {used}/{hard}");
        }

        row.Text(value.Metadata.Name);
        row.Text(string.Join(", ", requests));
        row.Text(string.Join(", ", limits));
        row.Age(value.Metadata.CreationTimestamp);
    }
}
