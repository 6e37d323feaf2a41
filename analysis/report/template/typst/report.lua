-- What pandoc's Typst writer leaves out, written ourselves: alt texts, anchors, languages, and the marks of the article.
local function quoted(text) return '"' .. text:gsub('\\', '\\\\'):gsub('"', '\\"') .. '"' end
local function typ(text) return pandoc.RawInline('typst', text) end
local marks = {'frame', 'positive', 'negative', 'shifter', 'rhetoric', 'tag'}

local function wrap(call, el)
  local out = pandoc.List{typ('#' .. call .. '[')}
  out:extend(el.content)
  out:insert(typ(']'))
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
  if el.classes:includes('voice') and el.classes:includes('direct') then return wrap('quoted', el) end
  if el.classes:includes('voice') and el.classes:includes('indirect') then return wrap('reported', el) end
  if el.classes:includes('note') or el.classes:includes('who') then return wrap('small', el) end
  for _, mark in ipairs(marks) do
    if el.classes:includes(mark) then return wrap(mark, el) end
  end
end

function Link(el)
  if el.target:sub(1, 1) ~= '#' then return nil end
  return wrap('link(label(' .. quoted(el.target:sub(2)) .. '))', el)
end

-- A paragraph of the article: who speaks in the margin, the words beside it.
function Div(el)
  if not el.classes:includes('block') then return nil end
  local out = pandoc.List{pandoc.RawBlock('typst', '#article(['), el.content[1], pandoc.RawBlock('typst', '], [')}
  for i = 2, #el.content do out:insert(el.content[i]) end
  out:insert(pandoc.RawBlock('typst', '])'))
  return out
end

-- Pictures first: their alternative text is made from words that are still words.
return {{Image = Image}, {Str = Str, Span = Span, Link = Link, Div = Div}}
