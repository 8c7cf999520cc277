using Kubesharp.Api;
using Kubesharp.Api.ApiRegistration.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.ApiRegistration;

/// <summary>Versions of groups. Those without a Service are the server's own and always there.</summary>
internal sealed class APIServiceStrategy : ResourceStrategy<APIService>
{
    private const int DefaultPort = 443;

    private static readonly TableColumn[] Columns =
        [Cells.Name, new("Service", Description: "Service that answers, or Local."), new("Available", Description: "Whether it answers."), Cells.Age];

    public override bool HasStatus => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override APIService CopyStatus(APIService to, APIService from) => to with { Status = from.Status };

    protected internal override APIService Default(APIService value) =>
        value.Spec.Service is { Port: null } service ? value with { Spec = value.Spec with { Service = service with { Port = DefaultPort } } } : value;

    protected internal override APIService PrepareForCreate(APIService value, RequestContext context)
    {
        if (value.Spec.Service is not null) return value with { Status = APIServiceStatus.Empty };
        var available = new APIServiceCondition
        {
            Type = APIServiceConditionType.Available,
            Status = Api.Core.V1.ConditionStatus.True,
            LastTransitionTime = DateTimeOffset.FromUnixTimeSeconds(context.Time.GetUtcNow().ToUnixTimeSeconds()),
            Reason = "Local",
            Message = "Local APIServices are always available",
        };
        return value with { Status = new APIServiceStatus { Conditions = [available] } };
    }

    protected internal override string[] ValidateName(string name, bool prefix) => Names.PathSegment(name);

    protected internal override void Validate(APIService value, ErrorList errors, RequestContext context)
    {
        var spec = FieldPath.Of("spec");
        var required = $"{value.Spec.Version}.{value.Spec.Group}";
        if (value.Metadata.Name != required) errors.Invalid(FieldPath.Of("metadata", "name"), value.Metadata.Name, $"must be `spec.version+\".\"+spec.group`: {GoText.Quote(required)}");
        if (value.Spec.Group.Length > 0) Check.Rule(errors, spec, "group", value.Spec.Group, Names.Dns1123Subdomain(value.Spec.Group));
        Check.Rule(errors, spec, "version", value.Spec.Version, Names.Dns1035Label(value.Spec.Version));
        if (value.Spec.GroupPriorityMinimum is <= 0 or > 20000) errors.Invalid(spec.Child("groupPriorityMinimum"), value.Spec.GroupPriorityMinimum, "must be positive and less than 20000");
        if (value.Spec.VersionPriority is <= 0 or > 1000) errors.Invalid(spec.Child("versionPriority"), value.Spec.VersionPriority, "must be positive and less than 1000");
        if (value.Spec.Service is { } service)
        {
            Check.Required(errors, spec.Child("service"), "namespace", service.Namespace);
            Check.Required(errors, spec.Child("service"), "name", service.Name);
        }
    }

    protected internal override void ValidateUpdate(APIService value, APIService old, ErrorList errors, RequestContext context) => Validate(value, errors, context);

    protected internal override void WriteRow(APIService value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Text(value.Spec.Service is { } service ? $"{service.Namespace}/{service.Name}" : "Local");
        row.Text(value.Status.Conditions.FirstOrDefault(one => one.Type == APIServiceConditionType.Available) switch
        {
            null => "Unknown",
            { Status: "True" } => "True",
            { Reason: "" } other => other.Status,
            var other => $"{other.Status} ({other.Reason})",
        });
        row.Age(value.Metadata.CreationTimestamp);
    }
}
