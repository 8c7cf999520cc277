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
    private static readonly FieldPath Conditions = FieldPath.Of("status", "conditions");
    private static readonly FieldPath Certificate = FieldPath.Of("status", "certificate");
    private static readonly string[] Fields = ["spec.signerName"];

    private static readonly string[] Usages =
    [
        KeyUsage.Any, KeyUsage.CertSign, KeyUsage.ClientAuth, KeyUsage.CodeSigning, KeyUsage.ContentCommitment, KeyUsage.CrlSign, KeyUsage.DataEncipherment, KeyUsage.DecipherOnly,
        KeyUsage.DigitalSignature, KeyUsage.EmailProtection, KeyUsage.EncipherOnly, KeyUsage.IpsecEndSystem, KeyUsage.IpsecTunnel, KeyUsage.IpsecUser, KeyUsage.KeyAgreement,
        KeyUsage.KeyEncipherment, KeyUsage.MicrosoftSgc, KeyUsage.NetscapeSgc, KeyUsage.OcspSigning, KeyUsage.SMime, KeyUsage.ServerAuth, KeyUsage.Signing, KeyUsage.Timestamping,
    ];

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
        value with { Spec = old.Spec, Status = context.Subresource == "approval" ? old.Status with { Conditions = WithTimes(value.Status.Conditions, old.Status.Conditions, context) } : old.Status };

    protected internal override CertificateSigningRequest PrepareForStatusUpdate(CertificateSigningRequest old, CertificateSigningRequest value, RequestContext context) =>
        value with { Spec = old.Spec, Status = value.Status with { Conditions = WithTimes(value.Status.Conditions, old.Status.Conditions, context) } };

    protected internal override void Validate(CertificateSigningRequest value, ErrorList errors, RequestContext context)
    {
        var spec = value.Spec;
        if (PemCertificates.WhyNoRequest(spec.Request.Span) is { } problem) errors.Invalid(Spec.Child("request"), Convert.ToBase64String(spec.Request.Span), problem);
        if (spec.Usages.Count == 0) errors.Required(Spec.Child("usages"));
        var usages = spec.Usages.AsSpan();
        for (var i = 0; i < usages.Length; i++)
        {
            if (!Usages.Contains(usages[i])) errors.NotSupported(Spec.Child("usages").Index(i), usages[i], Usages);
        }

        for (var i = 0; i < usages.Length; i++)
        {
            if (Check.IsRepeated(usages, i, static usage => usage)) errors.Duplicate(Spec.Child("usages").Index(i), usages[i]);
        }

        if (spec.SignerName == "kubernetes.io/legacy-unknown") errors.Invalid(Spec.Child("signerName"), spec.SignerName, "the legacy signerName is not allowed via this API version");
        else Signer(spec.SignerName, Spec.Child("signerName"), errors);
        if (spec.ExpirationSeconds < MinExpirationSeconds) errors.Invalid(Spec.Child("expirationSeconds"), spec.ExpirationSeconds, $"may not specify a duration less than {MinExpirationSeconds} seconds (10 minutes)");
    }

    protected internal override void ValidateUpdate(CertificateSigningRequest value, CertificateSigningRequest old, ErrorList errors, RequestContext context)
    {
        CheckConditions(value.Status.Conditions, old.Status.Conditions, errors);
        if (context.Subresource == "approval") NotRemoved(value, old, errors);
    }

    protected internal override void ValidateStatusUpdate(CertificateSigningRequest value, CertificateSigningRequest old, ErrorList errors, RequestContext context)
    {
        var isNew = !value.Status.Certificate.Span.SequenceEqual(old.Status.Certificate.Span);
        CheckConditions(value.Status.Conditions, old.Status.Conditions, errors);
        if (isNew && PemCertificates.WhyNoChain(old.Status.Certificate.Span) is null && PemCertificates.WhyNoChain(value.Status.Certificate.Span) is { } problem)
            errors.Invalid(Certificate, "<certificate data>", problem);
        NotRemoved(value, old, errors);
        foreach (var type in (ReadOnlySpan<string>)[RequestConditionType.Approved, RequestConditionType.Denied])
        {
            var (now, before) = (Of(value, type), Of(old, type));
            if (now.Count > before.Count) errors.Forbidden(Conditions, $"updates may not add a condition of type \"{type}\"");
            else if (now.Count == before.Count && !now.SequenceEqual(before)) errors.Forbidden(Conditions, $"updates may not modify a condition of type \"{type}\"");
        }

        if (isNew && old.Status.Certificate.Length > 0) errors.Forbidden(Certificate, "updates may not modify existing certificate content");
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

    private static void NotRemoved(CertificateSigningRequest value, CertificateSigningRequest old, ErrorList errors)
    {
        foreach (var type in (ReadOnlySpan<string>)[RequestConditionType.Approved, RequestConditionType.Denied, RequestConditionType.Failed])
        {
            if (Of(value, type).Count < Of(old, type).Count) errors.Forbidden(Conditions, $"updates may not remove a condition of type \"{type}\"");
        }
    }

    private static List<CertificateSigningRequestCondition> Of(CertificateSigningRequest value, string type) => [.. value.Status.Conditions.Where(one => one.Type == type)];

    private static void CheckConditions(ValueList<CertificateSigningRequestCondition> conditions, ValueList<CertificateSigningRequestCondition> old, ErrorList errors)
    {
        if (conditions.Equals(old)) return;
        var (approved, denied) = (false, false);
        for (var i = 0; i < conditions.Count; i++)
        {
            var (type, path) = (conditions[i].Type, Conditions.Index(i));
            if (type.Length == 0) errors.Required(path.Child("type"));
            if (type is RequestConditionType.Approved or RequestConditionType.Denied or RequestConditionType.Failed) Check.OneOf(errors, path, "status", conditions[i].Status, "True");
            else Check.OneOf(errors, path, "status", conditions[i].Status, "False", "True", "Unknown");
            approved |= type == RequestConditionType.Approved;
            denied |= type == RequestConditionType.Denied;
            if (approved && denied && (type is RequestConditionType.Approved or RequestConditionType.Denied))
                errors.Invalid(path.Child("type"), type, "Approved and Denied conditions are mutually exclusive");
            if (Check.IsRepeated(conditions.AsSpan(), i, static condition => condition.Type)) errors.Duplicate(path.Child("type"), type);
        }
    }

    /// <summary>Conditions that do not say when they came about did so now, or when one of the same type and status did.</summary>
    private static ValueList<CertificateSigningRequestCondition> WithTimes(
        ValueList<CertificateSigningRequestCondition> conditions, ValueList<CertificateSigningRequestCondition> old, RequestContext context)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(context.Time.GetUtcNow().ToUnixTimeSeconds());
        return conditions.Map(condition =>
        {
            if (condition.LastUpdateTime == default) condition = condition with { LastUpdateTime = now };
            if (condition.LastTransitionTime != default) return condition;
            var before = old.FirstOrDefault(one => one.Type == condition.Type && one.Status == condition.Status && one.LastTransitionTime != default);
            return condition with { LastTransitionTime = before?.LastTransitionTime ?? now };
        });
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
