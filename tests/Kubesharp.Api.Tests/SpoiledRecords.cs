using System.Collections;
using System.Reflection;

namespace Kubesharp.Api.Tests;

/// <summary>
/// Walks records by reflection: makes copies in which one value has a form that its JSON cannot keep, and compares to the last bit, where
/// the records' own equality takes an empty list for an absent one.
/// </summary>
internal static class SpoiledRecords
{
    private static readonly MethodInfo Clone = typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!;

    /// <summary>Copies of a record, each with one spoiled value anywhere in it, and where that is.</summary>
    public static IEnumerable<(string Path, object Value)> Of(object record)
    {
        foreach (var property in Members(record.GetType()))
        {
            foreach (var (path, value) in OfValue(property.GetValue(record), property.PropertyType))
                yield return ($"{property.Name}{path}", With(record, property, value));
        }
    }

    /// <summary>Where two values differ; null when they do not.</summary>
    public static string? Difference(object? left, object? right)
    {
        if (left is null || right is null) return left is null && right is null ? null : "one is null";
        var type = left.GetType();
        if (type != right.GetType()) return "types";
        switch (left)
        {
            case string text: return text == (string)right ? null : "text";
            case DateTimeOffset time: return time.EqualsExact((DateTimeOffset)right) ? null : "time";
            case Quantity quantity: return quantity.ToString() == right.ToString() && quantity == (Quantity)right ? null : "quantity";
            case RawJson raw: return raw.IsNull == ((RawJson)right).IsNull && raw == (RawJson)right ? null : "raw";
            case ByteString bytes: return bytes.IsNull == ((ByteString)right).IsNull && bytes == (ByteString)right ? null : "bytes";
        }

        if (IsCollection(type))
        {
            if (IsNull(left) != IsNull(right)) return "absence";
            var (a, b) = (((IEnumerable)left).Cast<object?>().ToList(), ((IEnumerable)right).Cast<object?>().ToList());
            if (a.Count != b.Count) return "count";
            return a.Zip(b, Difference).Select((found, index) => found is null ? null : $"[{index}].{found}").FirstOrDefault(found => found is not null);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
            return Difference(type.GetProperty("Key")!.GetValue(left), type.GetProperty("Key")!.GetValue(right)) ?? Difference(type.GetProperty("Value")!.GetValue(left), type.GetProperty("Value")!.GetValue(right));
        if (type.Namespace?.StartsWith("Kubesharp", StringComparison.Ordinal) != true || type.IsValueType) return left.Equals(right) ? null : "value";
        return Members(type).Select(property => Difference(property.GetValue(left), property.GetValue(right)) is { } found ? $"{property.Name}.{found}" : null)
            .FirstOrDefault(found => found is not null);
    }

    private static IEnumerable<(string Path, object Value)> OfValue(object? value, Type declared)
    {
        if (IsCollection(declared))
        {
            var element = declared.GetGenericArguments()[0];
            if (IsNull(value!)) yield return (" empty", Collection(declared, Array.CreateInstance(ItemType(declared, element), 0)));
            var items = ((IEnumerable)value!).Cast<object?>().ToArray();
            for (var i = 0; i < items.Length; i++)
            {
                foreach (var (path, spoiled) in OfItem(items[i]!, ItemType(declared, element)))
                {
                    var copy = Array.CreateInstance(ItemType(declared, element), items.Length);
                    Array.Copy(items, copy, items.Length);
                    copy.SetValue(spoiled, i);
                    yield return ($"[{i}]{path}", Collection(declared, copy));
                }
            }

            yield break;
        }

        foreach (var spoiled in Scalars(value, declared)) yield return ("", spoiled);
        if (value is null || !IsRecord(value.GetType())) yield break;
        foreach (var (path, spoiled) in Of(value)) yield return ("." + path, spoiled);
    }

    private static IEnumerable<(string Path, object Value)> OfItem(object item, Type type)
    {
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(KeyValuePair<,>)) return OfValue(item, type);
        var valueType = type.GetGenericArguments()[1];
        var key = type.GetProperty("Key")!.GetValue(item);
        return OfValue(type.GetProperty("Value")!.GetValue(item), valueType).Select(spoiled => (spoiled.Path, Activator.CreateInstance(type, key, spoiled.Value)!));
    }

    private static IEnumerable<object> Scalars(object? value, Type declared)
    {
        switch (value)
        {
            case string text: yield return text + "\ud800"; break;
            case DateTimeOffset time:
                yield return time.AddTicks(12345);
                if (time.Year is > 1 and < 9999) yield return time.ToOffset(TimeSpan.FromHours(2));
                break;
            case RawJson raw:
                yield return raw.IsNull ? RawJson.FromText("null") : RawJson.FromText(" " + raw);
                break;
            case ByteString { IsNull: true }: yield return new ByteString([]); break;
            case null when declared == typeof(DateTimeOffset?): yield return default(DateTimeOffset); break;
        }
    }

    private static object With(object record, PropertyInfo property, object value)
    {
        var copy = Clone.Invoke(record, null)!;
        property.SetValue(copy, value);
        return copy;
    }

    private static IEnumerable<PropertyInfo> Members(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is not null && property.GetIndexParameters().Length == 0);

    private static bool IsRecord(Type type) => type.IsClass && type.Namespace?.StartsWith("Kubesharp", StringComparison.Ordinal) == true;

    private static bool IsCollection(Type type) =>
        type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(ValueList<>) || type.GetGenericTypeDefinition() == typeof(ValueMap<>));

    private static bool IsNull(object collection) => (bool)collection.GetType().GetProperty("IsNull")!.GetValue(collection)!;

    private static Type ItemType(Type declared, Type element) =>
        declared.GetGenericTypeDefinition() == typeof(ValueMap<>) ? typeof(KeyValuePair<,>).MakeGenericType(typeof(string), element) : element;

    private static object Collection(Type declared, Array items) =>
        Activator.CreateInstance(declared, BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public, null, [items], null)!;
}
