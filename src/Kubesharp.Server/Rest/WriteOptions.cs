using Kubesharp.Api;
using Kubesharp.Api.Serialization;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Pipeline;

namespace Kubesharp.Server.Rest;

/// <summary>What to do about fields that a kind does not have.</summary>
internal enum FieldValidation
{
    Warn,
    Ignore,
    Strict,
}

/// <summary>Query parameters that all writes share.</summary>
internal sealed record WriteOptions(bool DryRun, string FieldManager, FieldValidation Validation, bool Force)
{
    private const int ManagerMaxLength = 128;

    public static WriteOptions Read(ApiCall call, string optionsKind)
    {
        if (!call.Http.Request.QueryString.HasValue) return new WriteOptions(false, ManagerOf(call, ""), FieldValidation.Warn, false);
        var errors = new ErrorList();
        var dryRun = call.QueryAll("dryRun");
        foreach (var value in dryRun)
            if (value != "All")
                errors.NotSupported(FieldPath.Of("dryRun"), dryRun, "All");
        var manager = call.Query("fieldManager");
        if (manager.Length > ManagerMaxLength) errors.TooLong(FieldPath.Of("fieldManager"), ManagerMaxLength);
        if (!manager.All(c => !char.IsControl(c))) errors.Invalid(FieldPath.Of("fieldManager"), manager, "should only contain printable characters");
        var validation = call.Query("fieldValidation");
        var parsed = FieldValidation.Warn;
        if (validation.Length > 0 && !Enum.TryParse(validation, out parsed))
            errors.NotSupported(FieldPath.Of("fieldValidation"), validation, "Ignore", "Strict", "Warn");
        if (!errors.IsEmpty) throw StatusErrors.Invalid(new("meta.k8s.io", "v1", optionsKind), "", errors);
        return new WriteOptions(dryRun.Count > 0, ManagerOf(call, manager), parsed, call.QueryFlag("force"));
    }

    /// <summary>A collector for unknown fields, when anybody wants to know of them.</summary>
    public DecodeProblems? NewProblems() => Validation == FieldValidation.Ignore ? null : new DecodeProblems();

    private static string ManagerOf(ApiCall call, string given)
    {
        if (given.Length > 0) return given;
        var agent = call.Http.Request.Headers.UserAgent.ToString();
        var slash = agent.IndexOf('/');
        var manager = slash < 0 ? agent : agent[..slash];
        return manager.Length > ManagerMaxLength ? manager[..ManagerMaxLength] : manager;
    }
}
