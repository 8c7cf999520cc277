using Kubesharp.Api;
using Kubesharp.Api.AdmissionRegistration.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Cel;
using Kubesharp.Cel.Values;
using Kubesharp.Server.Patch;
using PatchType = Kubesharp.Api.AdmissionRegistration.V1.PatchType;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>One compiled mutation of a policy.</summary>
internal sealed class Mutator
{
    private readonly CelProgram _expression;
    private readonly bool _isPatch;

    public Mutator(Mutation mutation, CelEnvironment environment)
    {
        _isPatch = mutation.PatchType == PatchType.JSONPatch;
        _expression = environment.Compile((_isPatch ? mutation.JsonPatch?.Expression : mutation.ApplyConfiguration?.Expression) ?? "");
    }

    /// <summary>The changed object, not defaulted yet; the same object when nothing is to change.</summary>
    /// <exception cref="MutationException">The mutation fails.</exception>
    /// <exception cref="StatusException">What it makes is no object of the kind.</exception>
    public IKind Apply(IKind value, PolicyScope scope)
    {
        var result = new CostBudget(CostBudget.OfPolicy).Evaluate(_expression, scope) ?? throw new MutationException(CostBudget.Exceeded);
        if (result is CelError) throw new MutationException(PolicyConditions.Describe(_expression, result));
        return _isPatch ? Patch(value, result) : Merge(value, result);
    }

    private static IKind Merge(IKind value, CelValue result)
    {
        if (result is not CelObject { Type.Name: MutationTypes.Object } configuration)
            throw new MutationException($"unsupported return type from ApplyConfiguration expression: {result.Type}");
        var codec = CodecOf(value);
        try
        {
            return codec.FromJson(ConfigurationMerge.Merge(codec.Schema, value.ToJson(), configuration));
        }
        catch (DecodeException e)
        {
            throw new MutationException($"error applying patch: failed to convert typed object to object: {e.Message}");
        }
    }

    private static IKind Patch(IKind value, CelValue result)
    {
        if (result is not CelList operations) throw new MutationException("type mismatch: JSONPatchType.expression should evaluate to array");
        using var target = JsonTape.Parse(value.ToJson());
        using var patch = JsonTape.Parse(JsonValue.ToJson(CelList.Of([.. Enumerable.Range(0, operations.Count).Select(i => Operation(operations[i]))])));
        byte[] patched;
        try
        {
            patched = JsonPatch.Apply(JsonTree.From(target), JsonTree.From(patch)).ToJson();
        }
        catch (JsonPatchException e)
        {
            // A test says when a patch is to be made at all.
            return e.IsFailedTest ? value : throw new MutationException($"JSONPath: {e.Message}");
        }

        var problems = new DecodeProblems();
        try
        {
            var made = CodecOf(value).FromJson(patched, problems);
            return problems.Messages.Count == 0 ? made : throw StatusErrors.InternalError($"strict decoding error: {string.Join(", ", problems.Messages)}");
        }
        catch (DecodeException e)
        {
            throw StatusErrors.InternalError(e.Message, e);
        }
    }

    private static CelValue Operation(CelValue value)
    {
        if (value is not CelObject { Type.Name: MutationTypes.Operation } operation)
            throw new MutationException($"type mismatch: JSONPatchType.expression should evaluate to array of JSONPatch, got element of {value.Type}");
        if (operation.Fields.GetValueOrDefault("value") is CelObject made) ConfigurationMerge.CheckNames(made);
        return operation;
    }

    private static KindCodec CodecOf(IKind value)
    {
        var kind = value.GroupVersionKind;
        return KindTable.Find(kind.ApiVersion, kind.Kind)
            ?? throw StatusErrors.ServiceUnavailable($"Resource kind {kind} not found. There can be a delay between when CustomResourceDefinitions are created and when they are available.");
    }
}
