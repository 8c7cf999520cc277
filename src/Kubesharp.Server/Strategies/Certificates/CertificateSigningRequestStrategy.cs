using Kubesharp.Api;
using Kubesharp.Api.Certificates.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Certificates;

internal sealed class CertificateSigningRequestStrategy : ResourceStrategy<CertificateSigningRequest>
{
    private const int MinExpirationSeconds = 600;
    private static readonly FieldPath Spec = FieldPath.Of("spec");
    private static readonly string[] Fields = ["spec.signerName"];

    private static readonly TableColumn[] Columns =
    [
        Cells.Name, Cells.Age, new("SignerName", Description: "Who is to sign."), new("Requestor", Description: "Who asked."), new("RequestedDuration", Description: "How long the certificate is to be valid."), new("Condition", Description: "How far the request is."),
    ];

    public override bool HasStatus => true;

    public override IReadOnlyList<string> FieldNames => Fields;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override CertificateSigningRequest CopyStatus(CertificateSigningRequest to, CertificateSigningRequest from) => to with { Status = from.Status };

    protected internal override CertificateSigningRequest PrepareForCreate(CertificateSigningRequest value, RequestContext context) => value with
    {
        // Who asks is what authentication says, not what the request says.
        Spec = value.Spec with { Username = context.User.Name, Uid = context.User.Uid, Groups = context.User.Groups, Extra = context.User.Extra },
        Status = CertificateSigningRequestStatus.Empty,
    };

    protected internal override CertificateSigningRequest PrepareForUpdate(CertificateSigningRequest old, CertificateSigningRequest value, RequestContext context) =>
        value with { Spec = old.Spec, Status = context.Subresource == "approval" ? old.Status with { Conditions = value.Status.Conditions } : old.Status };

    protected internal override void Validate(CertificateSigningRequest value, ErrorList errors, RequestContext context)
    {
        var spec = value.Spec;
        if (spec.Request.Length == 0) errors.Required(Spec.Child("request"));
        if (spec.Usages.Count == 0) errors.Required(Spec.Child("usages"), "usages must be supplied");
        var usages = spec.Usages.AsSpan();
        for (var i = 0; i < usages.Length; i++)
        {
            if (Check.IsRepeated(usages, i, static usage => usage)) errors.Duplicate(Spec.Child("usages").Index(i), usages[i]);
        }

        Signer(spec.SignerName, Spec.Child("signerName"), errors);
        if (spec.ExpirationSeconds < MinExpirationSeconds) errors.Invalid(Spec.Child("expirationSeconds"), spec.ExpirationSeconds, $"may not specify a duration less than {MinExpirationSeconds} seconds (10 minutes)");
    }

    protected internal override void ValidateUpdate(CertificateSigningRequest value, CertificateSigningRequest old, ErrorList errors, RequestContext context)
    {
        if (value.Status.Conditions.Any(one => one.Type == RequestConditionType.Approved) && value.Status.Conditions.Any(one => one.Type == RequestConditionType.Denied))
        {
            errors.Invalid(FieldPath.Of("status", "conditions"), RequestConditionType.Denied, "Approved and Denied conditions are mutually exclusive");
        }
    }

    protected internal override string Field(CertificateSigningRequest value, string name) => name == "spec.signerName" ? value.Spec.SignerName : "";

    protected internal override void WriteRow(CertificateSigningRequest value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Age(value.Metadata.CreationTimestamp);
        row.Text(Cells.OrNone(value.Spec.SignerName));
        row.Text(value.Spec.Username);
        row.Text(value.Spec.ExpirationSeconds is { } seconds ? HumanDuration.Format(TimeSpan.FromSeconds(seconds)) : Cells.None);
        row.Text(Condition(value.Status));
    }

    private static string Condition(CertificateSigningRequestStatus status)
    {
        var text = status.Conditions.Any(one => one.Type == RequestConditionType.Denied) ? "Denied" : status.Conditions.Any(one => one.Type == RequestConditionType.Approved) ? "Approved" : "Pending";
        if (status.Conditions.Any(one => one.Type == RequestConditionType.Failed)) text += ",Failed";
        return status.Certificate.Length > 0 ? text + ",Issued" : text;
    }

    private static void Signer(string name, FieldPath path, ErrorList errors)
    {
        if (name.Length == 0)
        {
            errors.Required(path);
            return;
        }

        var slash = name.IndexOf('/');
        if (slash < 0 || name.IndexOf('/', slash + 1) >= 0) errors.Invalid(path, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'");
        else if (Names.Dns1123Subdomain(name[..slash]) is { Length: > 0 } bad) errors.Invalid(path, name, bad);
    }
}
