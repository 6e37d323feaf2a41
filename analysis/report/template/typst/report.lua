-- What pandoc's Typst writer leaves out, written ourselves: alt texts, anchors, languages, and the marks of the article.
local function quoted(text) return '"' .. text:gsub('\\', '\\\\'):gsub('"', '\\"') .. '"' end
local function typ(text) return pandoc.RawInline('typst', text) end
local marks = {'favor', 'against', 'naming', 'frame', 'positive', 'negative', 'shifter', 'rhetoric'}

local function wrap(call, el)
  local out = pandoc.List{typ('#' .. call .. '[')}
  out:extend(el.content)
  out:insert(typ(']'))
  return out
end

local function block(call, el)
  local out = pandoc.List{pandoc.RawBlock('typst', '#' .. call .. '[')}
  out:extend(el.content)
  out:insert(pandoc.RawBlock('typst', ']'))
  return out
end

function Image(el)
  local alt = pandoc.utils.stringify(el.caption)
  return typ('#image(' .. quoted(el.src) .. ', width: 100%, alt: ' .. quoted(alt) .. ')')
end

-- Typst would make a dash, a minus or dots of these; the words of the article stay as they were typed.
function Str(el)
  if el.text:find('^[-+=/]+$') then return typ('#' .. quoted(el.text) .. ';') end  -- alone, it would open a list or a heading
  for _, short in ipairs({'%-%-', '%-%d', '%-%?', '%.%.%.'}) do
    if el.text:find(short) then return typ('#' .. quoted(el.text) .. ';') end
  end
end

function Span(el)
  if el.classes:includes('at') then return typ('#at(' .. quoted(el.identifier) .. ')') end
  if el.attributes.dir == 'rtl' then
    return wrap('text(lang: ' .. quoted(el.attributes.lang or 'ar') .. ', dir: rtl)', el)
  end
  if el.classes:includes('voice') and not el.classes:includes('narrator') then
    return wrap('voice(' .. quoted(el.classes[2]) .. ', ' .. quoted(el.classes[3] or '') .. ')', el)
  end
  if el.classes:includes('note') or el.classes:includes('who') or el.classes:includes('n') then return wrap('small', el) end
  if el.classes:includes('title') then return wrap('title', el) end
  for _, mark in ipairs(marks) do
    if el.classes:includes(mark) then return wrap(mark, el) end
  end
end

function Superscript(el)
  return wrap('tag', el)
end

function Link(el)
  if el.target:sub(1, 1) ~= '#' then return nil end
  return wrap('link(label(' .. quoted(el.target:sub(2)) .. '))', el)
end

-- A paragraph of the article: who speaks in the margin, the words beside it. A picture is drawn from its own numbers.
function Div(el)
  if el.attributes.drawing then
    local values = 'json(bytes(' .. quoted(el.attributes.drawing) .. '))'
    return pandoc.RawBlock('typst', '#picture(' .. el.attributes.call .. ', ' .. values .. ', ' .. quoted(el.attributes.told) .. ')')
  end
  if el.classes:includes('answer') then return block('block(sticky: true)', el) end
  if el.classes:includes('evidence') then return block('kept-together', el) end
  if el.classes:includes('article') then return block('articles', el) end
  if not el.classes:includes('block') then return nil end
  local bar = quoted(el.attributes.bar or '[]')
  local out = pandoc.List{pandoc.RawBlock('typst', '#article(json(bytes(' .. bar .. ')), ['), el.content[1], pandoc.RawBlock('typst', '], [')}
  for i = 2, #el.content do out:insert(el.content[i]) end
  out:insert(pandoc.RawBlock('typst', '])'))
  return out
end

-- Pictures first: their alternative text is made from words that are still words.
return {{Image = Image}, {Str = Str, Span = Span, Link = Link, Superscript = Superscript, Div = Div}}
