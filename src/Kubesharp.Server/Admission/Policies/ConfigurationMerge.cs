using Kubesharp.Api.Schema;
using Kubesharp.Cel.Values;
using Kubesharp.Server.Apply;
using Kubesharp.Server.Patch;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>Merges an object that an expression made into the object of a request, by the rules of server-side apply but without owners.</summary>
internal static class ConfigurationMerge
{
    /// <summary>The merged object as JSON.</summary>
    /// <param name="schema">The kind's schema.</param>
    /// <param name="live">The object of the request as JSON with kind and version.</param>
    /// <param name="configuration">What the expression made.</param>
    /// <exception cref="MutationException">It does not fit.</exception>
    public static byte[] Merge(TypeSchema schema, ReadOnlySpan<byte> live, CelObject configuration)
    {
        CheckNames(configuration);
        var shape = FieldShape.Root(schema, []);
        using var target = JsonTape.Parse(live);
        using var applied = JsonTape.Parse(WithKind(configuration, schema));
        try
        {
            ObjectValidator.Check(shape, applied);
        }
        catch (FieldSetException e)
        {
            throw new MutationException($"error applying patch: failed to convert patch object to typed object: {e.Message}");
        }

        var atomics = new List<string>();
        FindAtomics(shape, applied, 0, "", atomics);
        if (atomics.Count > 0) throw new MutationException($"error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: {string.Join(", ", atomics)}");
        return ObjectMerger.Merge(shape, target, 0, applied, 0).ToJson();
    }

    /// <summary>The type of an object inside of another must be named by the way to it.</summary>
    /// <exception cref="MutationException">It is not.</exception>
    public static void CheckNames(CelObject made)
    {
        var problems = new List<string>();
        CheckNames(made, made.Type.Name, problems);
        if (problems.Count > 0) throw new MutationException($"type mismatch: {string.Join('\n', problems)}");
    }

    private static void CheckNames(CelValue value, string expected, List<string> problems)
    {
        switch (value)
        {
            case CelObject made:
                if (made.Type.Name != expected)
                    problems.Add($"unexpected type name \"{made.Type.Name}\", expected \"{expected}\", which matches field name path from root Object type");
                foreach (var (name, field) in made.Fields) CheckNames(field, $"{expected}.{name}", problems);
                break;
            case CelList list:
                for (var i = 0; i < list.Count; i++) CheckNames(list[i], expected, problems);
                break;
            case CelMap map:
                foreach (var key in map.Keys)
                {
                    if (map.TryGet(key, out var member)) CheckNames(member, expected, problems);
                }

                break;
        }
    }

    private static byte[] WithKind(CelObject configuration, TypeSchema schema)
    {
        var fields = new Dictionary<string, CelValue>(configuration.Fields, StringComparer.Ordinal);
        if (schema.Kind is { } kind) (fields["apiVersion"], fields["kind"]) = (kind.ApiVersion, kind.Kind);
        return JsonValue.ToJson(new CelObject(MutationTypes.Object, fields));
    }

    /// <summary>What can only be set as a whole may not be set: whoever means to add to it would take the rest away.</summary>
    private static void FindAtomics(FieldShape shape, JsonTape tape, int index, string path, List<string> found)
    {
        var isAtomic = shape.Kind == ShapeKind.Leaf && shape.Content is not null;
        if (tape.IsObject(index))
        {
            if (isAtomic && !shape.IsList) found.Add(path);
            var members = isAtomic ? shape.Content! : shape;
            var hint = 0;
            for (var i = index + 1; i < tape.Next(index); i = tape.Next(i + 1))
            {
                var name = tape.String(i);
                if (members.Field(name, ref hint) is { } field) FindAtomics(field.Shape, tape, i + 1, $"{path}.{JsonStrings.Decode(name)}", found);
            }
        }
        else if (tape.IsArray(index))
        {
            if ((isAtomic && shape.IsList) || shape.Kind == ShapeKind.Deduced) found.Add(path);
            var position = 0;
            for (var i = index + 1; i < tape.Next(index); i = tape.Next(i))
            {
                if ((shape.Content ?? shape.Element) is { } item) FindAtomics(item, tape, i, $"{path}[{position}]", found);
                position++;
            }
        }
    }
}
