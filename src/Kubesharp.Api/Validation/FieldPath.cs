using System.Globalization;
using System.Text;

namespace Kubesharp.Api.Validation;

/// <summary>Place of a value in an object, such as <c>spec.containers[0].image</c>. The text is made only when somebody asks for it.</summary>
public sealed class FieldPath
{
    private readonly FieldPath? _parent;
    private readonly string _name;
    private readonly int _index;

    private FieldPath(FieldPath? parent, string name, int index)
    {
        _parent = parent;
        _name = name;
        _index = index;
    }

    /// <summary>A field of the object itself.</summary>
    public static FieldPath Of(string name) => new(null, name, NotAnIndex);

    /// <summary>A field below a field of the object itself.</summary>
    public static FieldPath Of(string name, string child) => Of(name).Child(child);

    private const int NotAnIndex = -1;
    private const int MapKey = -2;

    /// <summary>A field of the object at this place.</summary>
    public FieldPath Child(string name) => new(this, name, NotAnIndex);

    public FieldPath Child(string name, string grandchild) => Child(name).Child(grandchild);

    /// <summary>An item of the list at this place.</summary>
    public FieldPath Index(int index) => new(this, "", index);

    /// <summary>A value of the map at this place.</summary>
    public FieldPath Key(string key) => new(this, key, MapKey);

    public override string ToString()
    {
        if (_parent is null) return _name;
        var result = new StringBuilder();
        Append(result);
        return result.ToString();
    }

    /// <summary>The text of a path; Kubernetes prints <c>&lt;nil&gt;</c> where there is none.</summary>
    internal static string TextOf(FieldPath? path) => path?.ToString() ?? "<nil>";

    private void Append(StringBuilder result)
    {
        _parent?.Append(result);
        if (_index >= 0)
        {
            result.Append('[').Append(_index.ToString(CultureInfo.InvariantCulture)).Append(']');
        }
        else if (_index == MapKey)
        {
            result.Append('[').Append(_name).Append(']');
        }
        else
        {
            if (_parent is not null) result.Append('.');
            result.Append(_name);
        }
    }
}
